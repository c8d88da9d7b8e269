import { type PlainDate, plainDate } from '@fotfeste/domain/values/calendar.ts'
import type pg from 'pg'

/** The business day as a service sees it: Europe/Oslo, or the day the sandbox has set. */
export type Clock = {
  today(): PlainDate
  /** Sets the day (sandbox only), kept in the database; null gives the real one back. */
  set(day: PlainDate | null): Promise<void>
}

const oslo = (at: number) => new Date(at).toLocaleDateString('sv-SE', { timeZone: 'Europe/Oslo' })

let known: { readonly minute: number; readonly day: PlainDate } | null = null

/** The real business day; asked of the calendar once a minute, for a day begins with a minute. */
export function realToday(): PlainDate {
  const minute = Math.floor(Date.now() / 60_000)
  if (known?.minute !== minute) known = { minute, day: plainDate(oslo(minute * 60_000)) }
  return known.day
}

/** A day's first instant in UTC, for a library that takes no day. */
export const instantOf = (day: PlainDate): Date => new Date(`${day}T00:00:00Z`)

/** The production clock: always the real day. */
export const realClock: Clock = {
  today: realToday,
  set: () => Promise.reject(new Error('the clock is settable in the sandbox only')),
}

/** The sandbox's clock, read once at start so that a restart keeps the day that was set. */
export async function settableClock(pool: pg.Pool): Promise<Clock> {
  const { rows } = await pool.query<{ today: string }>('select today from system.sandbox_clock')
  let held = rows[0] ? plainDate(rows[0].today) : null
  return {
    today: () => held ?? realToday(),
    async set(day) {
      await pool.query(
        day
          ? 'insert into system.sandbox_clock (today) values ($1) on conflict (is_only) do update set today = $1'
          : 'delete from system.sandbox_clock',
        day ? [day] : [],
      )
      held = day
    },
  }
}
