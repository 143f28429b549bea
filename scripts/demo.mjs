/*
 * npm run demo: installs and builds what is missing or stale, then becomes `lianban demo`.
 * Flags are handed on: npm run demo -- --days 30
 */
import { becomeCli } from './lib/cli.mjs'

await becomeCli('demo')
