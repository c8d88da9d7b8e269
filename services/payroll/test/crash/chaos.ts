import { setTimeout as pause } from 'node:timers/promises'
import type { CrashHouse } from './house.ts'

/** Numbers that are the same for the same seed (mulberry32). */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

const LONGEST_PEACE_MS = 500
/** Then the life may end in peace: however slow the machine, it comes to an end. */
const STRIKES = 8
const ONE_IN = 4
const TARGETS = ['service', 'connection', 'service', 'postgres'] as const

/** Waits until the service is up again: one that never gets as far as to work is no test of its work. */
async function untilUp(house: CrashHouse, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const answer = await fetch(`${house.url}/health/live`, { signal }).catch(() => undefined)
    if (answer?.ok) return
    await pause(20)
  }
}

/**
 * Kills the service, a connection of it or PostgreSQL itself, again and again, at moments that the seed
 * gives; one time in four before the service is up again.
 */
export function startChaos(house: CrashHouse, seed: number) {
  const pick = numbersFrom(seed)
  const ending = new AbortController()
  const kills = { service: 0, connection: 0, postgres: 0 }
  const strike = async (at: number) => {
    const target = TARGETS[(seed + at) % TARGETS.length] ?? 'service'
    kills[target] += 1
    if (target === 'service') await house.killService()
    else if (target === 'connection') await house.killConnection()
    else await house.killPostgres()
  }
  const working = (async () => {
    const { signal } = ending
    for (let strikes = 0; strikes < STRIKES && !signal.aborted; strikes += 1) {
      if (pick(ONE_IN) > 0) await untilUp(house, signal)
      await pause(pick(LONGEST_PEACE_MS), undefined, { signal }).catch(() => undefined)
      if (!signal.aborted) await strike(strikes)
    }
  })()
  return {
    async stop() {
      ending.abort()
      await working
      return kills
    },
  }
}
