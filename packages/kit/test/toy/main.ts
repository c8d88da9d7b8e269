import { baseConfig, readConfig } from '@fotfeste/kit/config.ts'
import { runService } from '@fotfeste/kit/service.ts'
import { toyService } from './app.ts'

await runService(toyService(), readConfig(baseConfig, process.env), {})
