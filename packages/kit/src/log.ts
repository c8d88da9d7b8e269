import { destination, type Logger, pino } from 'pino'

/** Belt and braces: nothing here logs these, and if something ever did they would not be written. */
const REDACTED = [
  'req.headers',
  'headers',
  '*.authorization',
  '*.name',
  '*.identityNumber',
  '*.accountNumber',
  'body',
  'token',
]

const QUOTED = /(["'`]).*?\1/gs
const NUMBER = /\d{6,}/g
const blank = (text: string) => text.replace(QUOTED, '…').replace(NUMBER, '…')

/**
 * An error as it may be written down. Messages quote values and PostgreSQL adds whole rows (`detail`), so of
 * a message only the words stay, of the stack only the places, and of the rest only the named fields.
 */
export function toldError(error: unknown): Record<string, unknown> {
  const { name, message, stack, code, constraint, table } = (error ?? {}) as Error & {
    code?: unknown
    constraint?: unknown
    table?: unknown
  }
  const places = (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return {
    type: name,
    message: blank(String(message)),
    code,
    constraint,
    table,
    stack: places.map((line) => line.trim()).join('\n'),
  }
}

/** The log: pino, one line of JSON each, to standard output unless said; and one for the lines of requests. */
export function openLog(settings: {
  readonly logLevel: string
  readonly logTo?: { write(line: string): void }
}): { log: Logger; requests: Logger } {
  // Requests do not wait for the log: lines leave by the page, five times a second and at exit.
  const to = settings.logTo ?? destination({ sync: false, minLength: 4096, periodicFlush: 200 })
  const options = {
    level: settings.logLevel,
    redact: REDACTED,
    base: null,
    serializers: { err: toldError },
  }
  // A request's line is made of named fields only: there is nothing to look for in it.
  const { redact: _redact, ...plain } = options
  return { log: pino(options, to), requests: pino(plain, to) }
}
