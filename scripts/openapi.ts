import { mkdir, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type AnyService, loadServices } from './all-services.ts'
import { documentOf } from './openapi/document.ts'

const FOLDER = resolve(import.meta.dirname, '../openapi')

async function write(service: AnyService): Promise<void> {
  const document = await documentOf(service)
  await writeFile(resolve(FOLDER, `${service.name}.json`), `${JSON.stringify(document, null, 2)}\n`)
  console.log(`openapi/${service.name}.json: ${Object.keys(document.paths).length} paths`)
}

await mkdir(FOLDER, { recursive: true })
for (const service of await loadServices()) await write(service)
