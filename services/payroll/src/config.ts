import { baseConfig, jsonOf } from '@fotfeste/kit/config.ts'
import { z } from 'zod'

const maskinporten = z.strictObject({
  issuer: z.url().max(2000).describe('Audience of the assertion, character for character'),
  tokenUrl: z.url().max(2000),
  clientId: z.string().min(1).max(200),
  jwk: z
    .record(z.string(), z.unknown())
    .refine(
      ({ kid, d }) => typeof kid === 'string' && d !== undefined,
      'is a private key with kid',
    ),
  actsAs: z.enum(['consumer-org', 'system-user']).default('consumer-org'),
})
export type MaskinportenConfig = z.output<typeof maskinporten>

const contact = z.strictObject({
  email: z.email().max(200),
  mobile: z.string().regex(/^\+\d{8,15}$/, 'is written +4790000000'),
})

/** Payroll follows introduction's feed and asks it for control totals, and settlement for national numbers. */
export const config = baseConfig.extend({
  FOTFESTE_INTRODUCTION_URL: z
    .url()
    .optional()
    .describe('Base address of introduction; without it nothing is followed and pay runs wait'),
  FOTFESTE_SETTLEMENT_URL: z
    .url()
    .max(2000)
    .optional()
    .describe('Base address of settlement; without it what needs national numbers waits'),
  FOTFESTE_PAY_RUN_PAGE: z.coerce
    .number()
    .int()
    .min(1)
    .max(5_000)
    .default(500)
    .describe('Persons a pay run calculates in one transaction'),
  FOTFESTE_TAX_CARD_URL: z
    .url()
    .max(2000)
    .optional()
    .describe('Base address of Skatteetaten’s API; without it tax cards are imported or entered'),
  FOTFESTE_TAX_CARD_SCOPE: z
    .string()
    .regex(/^[\w:.]{1,200}$/)
    .default('skatteetaten:skattekorttilarbeidsgiver')
    .describe('Scope of the tax card API at Maskinporten'),
  FOTFESTE_TAX_CARD_CONTACT: jsonOf(contact)
    .optional()
    .describe('Whom Skatteetaten may turn to, JSON: email, mobile'),
  FOTFESTE_MASKINPORTEN: jsonOf(maskinporten)
    .optional()
    .describe('The client at Maskinporten, JSON: issuer, tokenUrl, clientId, jwk, actsAs'),
})
export type Config = z.output<typeof config>

/** What an order of tax cards needs. */
export type TaxCardConfig = {
  readonly url: string
  readonly scope: string
  readonly contact: z.output<typeof contact>
  readonly maskinporten: MaskinportenConfig
}

/** The tax card API as configured; null: not at all. Half of it stops the start. */
export function taxCardConfig(read: Config): TaxCardConfig | null {
  const url = read.FOTFESTE_TAX_CARD_URL?.replace(/\/$/, '')
  if (!url) return null
  const { FOTFESTE_TAX_CARD_CONTACT: whom, FOTFESTE_MASKINPORTEN: client } = read
  if (!whom || !client) {
    throw new Error(
      'The configuration is refused:\n  FOTFESTE_TAX_CARD_URL needs FOTFESTE_TAX_CARD_CONTACT and FOTFESTE_MASKINPORTEN',
    )
  }
  return { url, scope: read.FOTFESTE_TAX_CARD_SCOPE, contact: whom, maskinporten: client }
}
