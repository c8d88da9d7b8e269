import {
  listTaxCards,
  registerTaxCard,
  registerWithholdingWish,
} from '@fotfeste/contracts/payroll/tax-cards.ts'
import { enterCard, shownCardLine } from '@fotfeste/domain/tax/entered-card.ts'
import { isRefusal, refuse } from '@fotfeste/domain/values/refusal.ts'
import type { Kit } from '@fotfeste/kit/kit.ts'
import { serve } from '@fotfeste/kit/serve.ts'
import type { Tables } from '../db/tables.gen.ts'
import { findPerson, lockPerson } from '../queries/persons.ts'
import {
  cardVersion,
  findWish,
  insertCard,
  insertWish,
  type KeptCard,
  listCards,
} from '../queries/tax-cards.ts'

const noPerson = refuse(
  'not-found',
  'No such person in the programme. One just decided on comes with introduction’s feed: try again.',
)

const shown = ({ lines, notes, ...card }: KeptCard) => ({
  ...card,
  lines: lines.map(shownCardLine),
  notes: [...notes],
})

/** Tax cards (skattekort) of a person, and what is to be withheld beside them. */
export function taxCards(kit: Kit<Tables>): void {
  serve(kit, listTaxCards, async ({ params: { personId } }, { trx }) => {
    const [person, cards, wish] = await Promise.all([
      findPerson(trx, personId),
      listCards(trx, personId),
      findWish(trx, personId),
    ])
    if (!person) return noPerson
    return { status: 200, body: { items: cards.map(shown), wish }, persons: [personId] }
  })

  serve(kit, registerTaxCard, async ({ params, body }, { trx, caller, today, at }) => {
    const { personId } = params
    const year = Number(params.year)
    const [person, version] = await Promise.all([
      lockPerson(trx, personId),
      cardVersion(trx, personId, year),
    ])
    if (!person) return noPerson
    const entered = enterCard(body, year)
    if (isRefusal(entered)) return entered
    const by = { source: 'by-hand', enteredBy: caller.actor } as const
    const card = {
      ...entered,
      ...by,
      personId,
      version: version + 1,
      obtainedOn: today,
      obtainedAt: at,
    }
    return {
      status: 200,
      body: shown(card),
      version: card.version,
      save: [insertCard(trx, caller.tenant, { ...card, protected: person.protected })],
      persons: [personId],
    }
  })

  serve(kit, registerWithholdingWish, async ({ params, body }, { trx, caller, today, at }) => {
    const { personId } = params
    const [person, held] = await Promise.all([lockPerson(trx, personId), findWish(trx, personId)])
    if (!person) return noPerson
    if (body.to !== null && body.to < body.from) {
      return refuse('dates-out-of-order', 'Give a last day on or after the first.', '/to')
    }
    const entry = { enteredBy: caller.actor, enteredOn: today }
    const wish = { personId, version: (held?.version ?? 0) + 1, ...body, ...entry }
    return {
      status: 200,
      body: wish,
      version: wish.version,
      save: [insertWish(trx, caller.tenant, { ...wish, protected: person.protected, at })],
      persons: [personId],
    }
  })
}
