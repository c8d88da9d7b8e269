import type { AnswerEntry } from '@fotfeste/domain/tax/card-answer.ts'
import type { CardSource } from '@fotfeste/domain/tax/card-choice.ts'
import { type EntryOutcome, matchAnswer } from '@fotfeste/domain/tax/card-matching.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import type { Tenant } from '@fotfeste/domain/values/tenant.ts'
import type { Trx } from '../queries/persons.ts'
import { insertCards, lockNewestCards } from '../queries/tax-card-answers.ts'
import type { NationalNumbers } from './identities.ts'

type Answered = {
  readonly entries: readonly AnswerEntry[]
  readonly numbers: NationalNumbers
  readonly source: CardSource
  readonly enteredBy: string
  readonly obtainedOn: PlainDate
}

/** Matches an answer by national number and keeps what is new, in the transaction that ends the wait for it. */
export async function applyAnswer(
  trx: Trx,
  tenant: Tenant,
  answered: Answered,
): Promise<readonly EntryOutcome[]> {
  const { entries, numbers } = answered
  const personOf = new Map(
    [...numbers].flatMap(([person, number]) => (number ? [[number, person]] : [])),
  )
  const named = entries.flatMap((entry) =>
    'invalid' in entry ? [] : (personOf.get(entry.nationalNumber) ?? []),
  )
  const { source } = answered
  const held = await lockNewestCards(trx, tenant, { personIds: named, source })
  const newest = (personId: string, year: number) => held.get(`${personId} ${year}`) ?? null
  const { outcomes, cards } = matchAnswer(entries, { personOf, newest })
  await insertCards(trx, tenant, { ...answered, cards })
  return outcomes
}
