import { readConfig } from '@fotfeste/kit/config.ts'
import { runService } from '@fotfeste/kit/service.ts'
import { payroll } from './app.ts'
import { config } from './config.ts'

const read = readConfig(config, process.env)
const sandbox = read.FOTFESTE_SANDBOX === 'on' ? await import('@fotfeste/sandbox/clock.ts') : null
await runService(payroll, read, sandbox ? { sandboxRoutes: sandbox.clockRoutes } : {})
