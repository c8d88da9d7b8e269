import { SERVICES } from '@fotfeste/contracts/contract.ts'
import { Validator } from '@seriousme/openapi-schema-validator'
import t from 'tap'
import { loadContracts } from '../all-contracts.ts'
import { loadService } from '../all-services.ts'
import { documentOf } from '../openapi/document.ts'
import { textOf } from './tree.ts'

type Operation = {
  readonly operationId: string
  readonly responses: Readonly<Record<string, unknown>>
}

for (const name of SERVICES) {
  t.test(`${name}: the document is valid, whole and fresh`, async (t) => {
    const document = await documentOf(await loadService(name))
    const { valid, errors } = await new Validator().validate(structuredClone(document) as never)
    t.ok(valid, JSON.stringify(errors))
    const written = textOf(`openapi/${name}.json`)
    t.equal(`${JSON.stringify(document, null, 2)}\n` === written, true, 'pnpm openapi has been run')
    const contracts =
      (await loadContracts()).find(({ service }) => service === name)?.contracts ?? []
    const shown = contracts.filter(({ visibility }) => visibility === 'public')
    const operations = Object.values(document.paths).flatMap(
      (methods) => Object.values(methods) as Operation[],
    )
    t.same(
      operations.map(({ operationId }) => operationId).sort(),
      shown.map(({ id }) => id).sort(),
    )
    const silent = operations.filter(({ responses }) => !('401' in responses && '403' in responses))
    t.same(silent, [], 'each operation tells its problems')
  })
}
