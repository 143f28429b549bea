/*
 * npm start: installs and builds what is missing or stale, then becomes `lianban start`.
 * Flags are handed on: npm start -- --port 9000
 */
import './lib/check-node.mjs'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { buildServer, buildWeb } from './lib/build.mjs'
import { installPackages } from './lib/install.mjs'
import { ROOT } from './lib/run.mjs'

if (!((await installPackages()) && (await buildServer()) && (await buildWeb()))) process.exit(1)

// The server runs in this very process, as after exec: signals and the exit code are its own, and kill -9 leaves no child behind.
const cli = join(ROOT, 'portal', 'dist', 'cli', 'lianban.js')
process.argv = [process.execPath, cli, 'start', ...process.argv.slice(2)]
await import(pathToFileURL(cli).href)
