/*
 * npm start: installs and builds what is missing or stale, then becomes `lianban start`.
 * Flags are handed on: npm start -- --port 9000
 */
import { becomeCli } from './lib/cli.mjs'

await becomeCli('start')
