import type { Contract, ServiceName } from '@fotfeste/contracts/contract.ts'
import { SERVICES } from '@fotfeste/contracts/contract.ts'
import { problems as guideProblems } from '@fotfeste/contracts/guides/problems.ts'
import { problems as introductionProblems } from '@fotfeste/contracts/introduction/problems.ts'
import { problems as payrollProblems } from '@fotfeste/contracts/payroll/problems.ts'
import type { ProblemSpec } from '@fotfeste/contracts/problems.ts'
import { problems as settlementProblems } from '@fotfeste/contracts/settlement/problems.ts'
import { type Answered, type Asked, sendCall } from '@fotfeste/testing/call.ts'
import type { z } from 'zod'
import type { Addresses } from '../suite/environment.ts'
import type { Actor } from './cast.ts'

const problems: Readonly<Record<ServiceName, Readonly<Record<string, ProblemSpec>>>> = {
  settlement: settlementProblems,
  introduction: introductionProblems,
  payroll: payrollProblems,
  guides: guideProblems,
}

type BodyOf<Replies> =
  Replies extends Readonly<Record<number, unknown>>
    ? {
        [Status in keyof Replies]: Status extends 200 | 201 | 202
          ? Replies[Status] extends { readonly schema: infer Schema extends z.ZodType }
            ? z.output<Schema>
            : string
          : never
      }[keyof Replies]
    : never

type Sent = Omit<Asked, 'as'>

/** Everything a chapter of the demo needs: calls with tokens, the clock, and what was made so far. */
export type Stage = {
  readonly addresses: Addresses
  /** Sends a call that must succeed. */
  make<C extends Contract>(who: Actor, contract: C, sent: Sent): Promise<BodyOf<C['replies']>>
  /** Sends a call whatever comes of it. */
  attempt(who: Actor, contract: Contract, sent: Sent): Promise<Answered>
  /** A token of somebody. */
  token(who: Actor): Promise<string>
  /** Sets the business day of all four services. */
  setDay(today: string): Promise<void>
  /** How many calls were sent. */
  calls(): number
  readonly personIds: Map<string, string>
  readonly enrolmentIds: Map<string, string>
}

/** Opens the stage on a running suite. */
export function openStage(addresses: Addresses): Stage {
  const tokens = new Map<Actor, Promise<string>>()
  let calls = 0
  const token = (who: Actor): Promise<string> => {
    const known = tokens.get(who) ?? fetchToken(addresses.issuer, who)
    tokens.set(who, known)
    return known
  }
  const attempt = async (who: Actor, contract: Contract, sent: Sent): Promise<Answered> => {
    calls += 1
    const target = {
      url: addresses.services[contract.service],
      problems: problems[contract.service],
    }
    return sendCall(target, contract, { ...sent, token: await token(who) })
  }
  return {
    addresses,
    attempt,
    token,
    async make(who, contract, sent) {
      const answer = await attempt(who, contract, sent)
      if (answer.status < 300) return answer.body
      const detail = JSON.stringify(answer.body)
      throw new Error(`${contract.id} by ${who.sub} answered ${answer.status}: ${detail}`)
    },
    async setDay(today) {
      await Promise.all(SERVICES.map((service) => setClock(addresses.services[service], today)))
    },
    calls: () => calls,
    personIds: new Map(),
    enrolmentIds: new Map(),
  }
}

async function fetchToken(issuer: string, { sub, scopes, tenant }: Actor): Promise<string> {
  const form = {
    grant_type: 'client_credentials',
    scope: scopes.join(' '),
    consumer: tenant,
    client_id: 'demo',
    ...(sub === '' ? {} : { sub }),
  }
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  })
  if (!answer.ok) throw new Error(`The issuer refused ${sub}: ${await answer.text()}`)
  return ((await answer.json()) as { access_token: string }).access_token
}

async function setClock(service: string, today: string): Promise<void> {
  const answer = await fetch(`${service}/sandbox/clock`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ today }),
  })
  if (!answer.ok) throw new Error(`The clock of ${service} answered ${answer.status}.`)
}

/** What was made under a key of the data files. */
export function idOf(ids: ReadonlyMap<string, string>, key: string): string {
  const id = ids.get(key)
  if (!id) throw new Error(`Nothing was made for ${key}.`)
  return id
}

const HANDS = 6

/** Works through a list with a few hands at once, as an office does. */
export async function inParallel<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = [...items]
  const hand = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: HANDS }, hand))
}

const PATIENCE_MS = 60_000

/** Waits until one service has read what another has told. */
export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  for (const since = performance.now(); performance.now() - since < PATIENCE_MS; ) {
    if (await isSo()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`Waited ${PATIENCE_MS / 1000} s in vain: ${what}.`)
}
