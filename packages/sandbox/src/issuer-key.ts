import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type CryptoKey,
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
} from 'jose'

/** The issuer's signing key and what it publishes of it. */
export type SigningKey = {
  readonly kid: string
  readonly privateKey: CryptoKey
  readonly publicJwk: JWK
}

/** Reads the key kept in `folder`, or makes one, so that tokens outlive a restart of the sandbox. */
export async function keepSigningKey(folder: string): Promise<SigningKey> {
  const file = join(folder, 'issuer-key.json')
  if (!existsSync(file)) {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true })
    mkdirSync(folder, { recursive: true })
    const aside = `${file}.${process.pid}`
    writeFileSync(aside, JSON.stringify(await exportJWK(privateKey)), { mode: 0o600 })
    renameSync(aside, file)
  }
  const jwk = JSON.parse(readFileSync(file, 'utf8')) as JWK
  const kid = await calculateJwkThumbprint(jwk)
  const privateKey = (await importJWK(jwk, 'RS256')) as CryptoKey
  const publicJwk = { kty: 'RSA', n: jwk.n ?? '', e: jwk.e ?? '', kid, alg: 'RS256', use: 'sig' }
  return { kid, privateKey, publicJwk }
}
