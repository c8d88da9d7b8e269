import type { EventType } from '@fotfeste/contracts/feed.ts'
import type { NewEvent } from '@fotfeste/kit/event.ts'

/** An event of a type of the contract, its data checked by the compiler. */
export const eventOf = <Type extends EventType>(
  { type, version }: Type,
  told: {
    readonly subject: string
    readonly isProtected: boolean
    readonly data: ReturnType<Type['data']['parse']>
  },
): NewEvent => ({ type, version, ...told })
