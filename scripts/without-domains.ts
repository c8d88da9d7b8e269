import asyncHooks, { type AsyncHook } from 'node:async_hooks'
import { syncBuiltinESMExports } from 'node:module'

/**
 * Preloaded into the test files of a whole run. tap follows every promise to tell which test an error belongs to
 * that nobody caught: a tenth of all the work. Without, such an error ends its file's process, which counts as
 * failed; the file run alone tells whose it was.
 */
const none: AsyncHook = { enable: () => none, disable: () => none }
Object.assign(asyncHooks, { createHook: () => none })
syncBuiltinESMExports()
