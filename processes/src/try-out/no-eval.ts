import { config } from 'zod'

/*
 * zod makes faster checks of its schemas by compiling them, which it tries out where it may; a strict content security policy
 * reports even the trial. In the browser schemas are read as they are. To be imported before any schema is made.
 */
if ('document' in globalThis) config({ jitless: true })
