/*
 * npm run screenshots [-- part of a name …]: installs and builds what is missing or stale, then takes the pictures of
 * docs/screenshots; see portal/test/screenshots.
 */
import './lib/check-node.mjs'
import process from 'node:process'
import { join } from 'node:path'
import { buildWeb } from './lib/build.mjs'
import { installPackages } from './lib/install.mjs'
import { ROOT, run } from './lib/run.mjs'

if (!(await installPackages()) || !(await buildWeb())) process.exit(1)
const take = join(ROOT, 'portal/test/screenshots/take.ts')
process.exit((await run(process.execPath, ['--conditions=development', '--import', 'tsx', take, ...process.argv.slice(2)])).code)
