import { randomUUID } from 'node:crypto'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import { z } from 'zod'
import { type Maskinporten, maskinporten } from './maskinporten.ts'

/** One employee of an answer as the Tax Administration writes it, without number and year. */
export type Employee = Readonly<Record<string, unknown>>

/** An answer instead of the right one. */
export type Fault = { readonly status: number; readonly body?: unknown }

export type TakenOrder = {
  readonly reference: string
  readonly organisation: string
  readonly year: string
  readonly kind: 'HENT_ALLE_OPPGITTE' | 'HENT_KUN_ENDRING'
  readonly numbers: readonly string[]
  /** What it is answered: as things stood when it was taken. */
  readonly employees: readonly Employee[]
}

/** A stand-in for Skatteetaten’s “skattekort til arbeidsgiver”, with Maskinporten before it. */
export type TaxAuthority = {
  readonly url: string
  readonly client: ReturnType<Maskinporten['client']>
  /** Claims of the assertions accepted, newest last. */
  readonly assertions: Maskinporten['assertions']
  /** Orders taken, newest last. */
  readonly orders: readonly TakenOrder[]
  /** What is answered of a number from now on: a change to whoever asked before. */
  say(nationalNumber: string, employee: Employee): void
  /** The next calls of a kind are answered so, instead of rightly. */
  fail(kind: Kind, ...faults: readonly Fault[]): void
}
type Kind = 'token' | 'order' | 'answer'

export const TAX_CARD_SCOPE = 'skatteetaten:skattekorttilarbeidsgiver'

const head = {
  inntektsaar: z.string().regex(/^\d{4}$/),
  kontaktinformasjon: z.strictObject({
    epostadresse: z.email(),
    mobiltelefonummer: z.string().regex(/^\+\d+$/),
  }),
  varslingstype: z.enum(['VARSEL_VED_FOERSTE_ENDRING', 'INGEN_VARSEL']),
}
const employer = z.strictObject({
  arbeidsgiveridentifikator: z.strictObject({ organisasjonsnummer: z.string().length(9) }),
  arbeidstakeridentifikator: z.array(z.string().length(11)).min(1),
})
const order = z.discriminatedUnion('bestillingstype', [
  z.strictObject({
    ...head,
    bestillingstype: z.literal('HENT_ALLE_OPPGITTE'),
    forespoerselOmSkattekortTilArbeidsgiver: z.strictObject({ arbeidsgiver: z.tuple([employer]) }),
  }),
  z.strictObject({ ...head, bestillingstype: z.literal('HENT_KUN_ENDRING') }),
])

/** What is said of each number, and what each employer was told. */
class Cards {
  readonly orders: TakenOrder[] = []
  readonly #said = new Map<string, { employee: Employee; change: number }>()
  readonly #told = new Map<string, { numbers: Set<string>; change: number }>()
  #changes = 0

  say(nationalNumber: string, employee: Employee): void {
    this.#changes += 1
    this.#said.set(nationalNumber, { employee, change: this.#changes })
  }

  /** Takes an order; null when it is of another employer than the caller. */
  take(organisation: string, asked: z.output<typeof order>): TakenOrder | null {
    const { inntektsaar: year, bestillingstype: kind } = asked
    const told = this.#told.get(`${organisation} ${year}`) ?? { numbers: new Set(), change: 0 }
    const [named] =
      asked.bestillingstype === 'HENT_ALLE_OPPGITTE'
        ? asked.forespoerselOmSkattekortTilArbeidsgiver.arbeidsgiver
        : []
    if (named && named.arbeidsgiveridentifikator.organisasjonsnummer !== organisation) return null
    const isChanged = (number: string) => (this.#said.get(number)?.change ?? 0) > told.change
    const numbers = named?.arbeidstakeridentifikator ?? [...told.numbers].filter(isChanged)
    for (const number of numbers) told.numbers.add(number)
    this.#told.set(`${organisation} ${year}`, { ...told, change: this.#changes })
    const employees = numbers.map((number) => ({
      arbeidstakeridentifikator: number,
      inntektsaar: year,
      ...(this.#said.get(number)?.employee ?? { resultatForSkattekort: 'ikkeSkattekort' }),
    }))
    const taken = { reference: randomUUID(), organisation, year, kind, numbers, employees }
    this.orders.push(taken)
    return taken
  }
}

type Serving = {
  readonly cards: Cards
  readonly tokens: Maskinporten
  readonly failed: (kind: Kind, reply: FastifyReply) => FastifyReply | null
}

function serveCards(app: FastifyInstance, { cards, tokens, failed }: Serving): void {
  app.post('/api/forskudd/bestillSkattekort/', async (request, reply) => {
    const broken = failed('order', reply)
    if (broken) return broken
    const organisation = await tokens.organisationOf(request.headers.authorization)
    if (organisation === null) return reply.code(403).send()
    const read = order.safeParse(request.body)
    if (!read.success) {
      return reply.code(400).send({ kode: 'FOR_001', melding: JSON.stringify(request.body) })
    }
    const taken = cards.take(organisation, read.data)
    if (!taken) return reply.code(403).send()
    return { dialogreferanse: randomUUID(), bestillingsreferanse: taken.reference }
  })

  app.get('/api/forskudd/skattekortTilArbeidsgiver/svar/:reference', async (request, reply) => {
    const broken = failed('answer', reply)
    if (broken) return broken
    const organisation = await tokens.organisationOf(request.headers.authorization)
    if (organisation === null) return reply.code(403).send()
    const { reference } = request.params as { reference: string }
    const found = cards.orders.find((one) => one.reference === reference)
    if (found?.organisation !== organisation) return reply.code(204).send()
    const own = { arbeidsgiveridentifikator: { organisasjonsnummer: organisation } }
    return {
      status: 'FORESPOERSEL_OK',
      arbeidsgiver: [{ ...own, arbeidstaker: found.employees }],
    }
  })
}

/** Starts one on loopback; teardown closes it. */
export async function taxAuthority(t: {
  teardown(work: () => Promise<void>): void
}): Promise<TaxAuthority> {
  const tokens = await maskinporten(TAX_CARD_SCOPE)
  const cards = new Cards()
  const faults: Record<Kind, Fault[]> = { token: [], order: [], answer: [] }
  const failed: Serving['failed'] = (kind, reply) => {
    const fault = faults[kind].shift()
    return fault ? reply.code(fault.status).send(fault.body) : null
  }
  const app = fastify({ logger: false, forceCloseConnections: true })
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  )
  let issuer = ''
  app.post('/token', async (request, reply) => {
    const broken = failed('token', reply)
    if (broken) return broken
    const { status, body } = await tokens.grant(request.body as URLSearchParams, issuer)
    return reply.code(status).send(body)
  })
  serveCards(app, { cards, tokens, failed })
  t.teardown(() => app.close())
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  issuer = `${url}/`
  return {
    url,
    client: tokens.client(issuer),
    assertions: tokens.assertions,
    orders: cards.orders,
    say: (nationalNumber, employee) => cards.say(nationalNumber, employee),
    fail: (kind, ...next) => {
      faults[kind].push(...next)
    },
  }
}
