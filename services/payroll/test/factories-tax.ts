import { importTaxCards } from '@fotfeste/contracts/payroll/tax-card-answers.ts'
import { readIdentitiesForSuite } from '@fotfeste/contracts/settlement/identities.ts'
import { peer } from '@fotfeste/testing/peer.ts'
import { askIdentities } from '../src/jobs/identities.ts'
import { matchTaxCards } from '../src/jobs/match-tax-cards.ts'
import type { Suite } from './factories.ts'

type Teardown = { teardown(work: () => Promise<void>): void }

/** Synthetic numbers of the series month + 80, for tests that need several. */
export const NUMBERS = ['14919010038', '01818012345', '02828112345', '03838212345', '44848312345']

/** A settlement that holds these numbers, and what asks it as a service of the suite. */
export async function settlementWith(t: Teardown, suite: Suite, held: ReadonlyMap<string, string>) {
  const asked: { tenant: string; personIds: string[] }[] = []
  const baseUrl = await peer(t, [
    [
      readIdentitiesForSuite,
      ({ body }) => {
        const { tenant, personIds } = body as { tenant: string; personIds: string[] }
        asked.push({ tenant, personIds })
        const items = personIds.map((personId) => ({
          personId,
          nationalNumber: held.get(personId) ?? null,
          dufNumber: null,
        }))
        return { items, notFound: [] }
      },
    ],
  ])
  const issuer = suite.config.FOTFESTE_ISSUERS[0]?.issuer
  const tokens = {
    kind: 'endpoint',
    url: `${issuer}/token`,
    clientId: 'fotfeste-payroll',
  } as const
  return { baseUrl, tokens, asked, identities: askIdentities({ baseUrl, tokens }) }
}

/** One line of a card as the Tax Administration writes it. */
export const percentLine = (prosentsats: number, trekkode = 'introduksjonsstoenad') => ({
  trekkode,
  trekkprosent: { prosentsats },
})

/** A card as the Tax Administration writes it. */
export const cardWith = (...forskuddstrekk: object[]) => ({
  resultatForSkattekort: 'skattekortopplysningerOK',
  skattekort: { utstedtDato: '2025-12-10', skattekortidentifikator: 54_407, forskuddstrekk },
})

/** An answer to the suite's municipality about employees, each a number and what is said of it. */
export const answerOf = (organisation: string, ...employees: readonly [string, object][]) => ({
  status: 'FORESPOERSEL_OK',
  arbeidsgiver: [
    {
      arbeidsgiveridentifikator: { organisasjonsnummer: organisation },
      arbeidstaker: employees.map(([arbeidstakeridentifikator, said]) => ({
        arbeidstakeridentifikator,
        inntektsaar: '2026',
        ...said,
      })),
    },
  ],
})

/** Posts an answer and matches it against a settlement with these numbers. */
export async function imported(
  suite: Suite,
  identities: Parameters<typeof matchTaxCards>[0]['identities'],
  answer: object,
): Promise<string> {
  const { body } = await suite.make(importTaxCards, { body: { answer } })
  await matchTaxCards({ kit: suite.kit, identities }).run(new AbortController().signal)
  return body.taxCardAnswerId
}

type Make = (suite: Suite) => Promise<Record<string, string>>

/** Each contract's factory for tax cards. */
export const taxFactories = (aParticipant: Make): Record<string, Make> => ({
  async personAndYear(suite) {
    return { ...(await aParticipant(suite)), year: '2026' }
  },
  async taxCardAnswer(suite) {
    const answer = answerOf(suite.tenant, [
      '14919010038',
      { resultatForSkattekort: 'ikkeSkattekort' },
    ])
    return { taxCardAnswerId: await imported(suite, async () => new Map(), answer) }
  },
})
