import { connect, type Socket } from 'node:net'

/** A request as it goes over the wire; made anew for each call, because keys and ids differ. */
export type WireRequest = {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

export type Load = {
  readonly url: string
  readonly connections: number
  readonly durationMs: number
  readonly status: number
  /** The next request; the number counts over all connections. */
  readonly next: () => WireRequest
}

/** What one round measured: answers a second and the time of each answer. */
export type LoadResult = {
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

const HEAD_END = Buffer.from('\r\n\r\n')

function toWire(host: string, { method, path, headers, body = '' }: WireRequest): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const length = method === 'GET' ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`
  return `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n${lines.join('')}${length}\r\n${body}`
}

/** The whole answer in `data`, or null while bytes are missing. Every answer measured here has a length. */
function readAnswer(data: Buffer): { status: number; text: string } | null {
  const headEnd = data.indexOf(HEAD_END)
  if (headEnd < 0) return null
  const head = data.toString('latin1', 0, headEnd)
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
  if (data.length < headEnd + 4 + length) return null
  return { status: Number(head.slice(9, 12)), text: data.toString('utf8', headEnd + 4) }
}

async function open(url: URL): Promise<Socket> {
  const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  return socket
}

/** One connection: a request, its answer, the next request, until the time is over. */
async function drive(load: Load, url: URL, { until, times }: { until: number; times: number[] }) {
  const socket = await open(url)
  let held: Buffer = Buffer.alloc(0)
  let sentAt = 0
  await new Promise<void>((resolve, reject) => {
    const send = () => {
      sentAt = performance.now()
      if (sentAt >= until) return resolve()
      socket.write(toWire(url.host, load.next()))
    }
    socket.once('error', reject)
    socket.once('close', () => reject(new Error(`${load.url} closed a connection`)))
    socket.on('data', (bytes: Buffer) => {
      held = held.length === 0 ? bytes : Buffer.concat([held, bytes])
      const answer = readAnswer(held)
      if (!answer) return
      held = Buffer.alloc(0)
      if (answer.status !== load.status) {
        return reject(
          new Error(`${load.url} answered ${answer.status}: ${answer.text.slice(0, 500)}`),
        )
      }
      times.push(performance.now() - sentAt)
      send()
    })
    send()
  }).finally(() => socket.destroy())
}

const quantile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0

/** Keeps every connection busy with one request at a time; any other answer than the awaited one is an error. */
export async function runLoad(load: Load): Promise<LoadResult> {
  const url = new URL(load.url)
  const began = performance.now()
  const shared = { until: began + load.durationMs, times: [] as number[] }
  await Promise.all(Array.from({ length: load.connections }, () => drive(load, url, shared)))
  const seconds = (performance.now() - began) / 1000
  const sorted = shared.times.sort((a, b) => a - b)
  return {
    perSecond: sorted.length / seconds,
    p50Ms: quantile(sorted, 0.5),
    p99Ms: quantile(sorted, 0.99),
  }
}
