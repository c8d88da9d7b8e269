import { pathToFileURL } from 'node:url'

/**
 * Preloaded (`--import`) into a service whose settings `start` does not know yet: its modules are loaded
 * while the database starts, then its settings come over the channel and it begins.
 */
const settings = new Promise<NodeJS.ProcessEnv>((resolve) => process.once('message', resolve))
process.channel?.ref()
const main = pathToFileURL(process.argv[1] ?? '')
await Promise.all([import('@fotfeste/kit/service.ts'), import(new URL('app.ts', main).href)])
Object.assign(process.env, await settings)
process.channel?.unref()
