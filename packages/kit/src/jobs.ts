import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import type { Job } from './kit.ts'

const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 10_000

/** Runs a job again and again until the signal; after an error with a pause that doubles up to ten seconds. */
async function keepRunning(job: Job, signal: AbortSignal, log: FastifyBaseLogger): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS
  while (!signal.aborted) {
    try {
      await job.run(signal)
      pauseMs = FIRST_PAUSE_MS
      await sleep(job.everyMs, undefined, { signal })
    } catch (error) {
      if (signal.aborted) return
      log.warn({ job: job.name, err: error }, 'job failed, trying again')
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined)
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
    }
  }
}

/** Starts every job; the answer stops them and waits for them. */
export function startJobs(jobs: readonly Job[], log: FastifyBaseLogger): () => Promise<void> {
  const stop = new AbortController()
  const running = jobs.map((job) => keepRunning(job, stop.signal, log))
  return async () => {
    stop.abort()
    await Promise.all(running)
  }
}
