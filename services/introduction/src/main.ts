import { readConfig } from '@fotfeste/kit/config.ts'
import { runService } from '@fotfeste/kit/service.ts'
import { introduction } from './app.ts'
import { config } from './config.ts'

const read = readConfig(config, process.env)
const sandbox = read.FOTFESTE_SANDBOX === 'on' ? await import('@fotfeste/sandbox/clock.ts') : null
await runService(introduction, read, sandbox ? { sandboxRoutes: sandbox.clockRoutes } : {})
