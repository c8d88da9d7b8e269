import { readConfig } from '@fotfeste/kit/config.ts'
import { runService } from '@fotfeste/kit/service.ts'
import { guides } from './app.ts'
import { config } from './config.ts'

const read = readConfig(config, process.env)
const sandbox = read.FOTFESTE_SANDBOX === 'on' ? await import('@fotfeste/sandbox/clock.ts') : null
await runService(guides, read, sandbox ? { sandboxRoutes: sandbox.clockRoutes } : {})
