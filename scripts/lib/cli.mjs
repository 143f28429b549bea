import './check-node.mjs'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { buildServer, buildWeb } from './build.mjs'
import { installPackages } from './install.mjs'
import { ROOT } from './run.mjs'

/**
 * Installs and builds what is missing or stale, then becomes `lianban <command>` with the flags that were given: in this very
 * process, as after exec: signals and the exit code are its own, and kill -9 leaves no child behind.
 */
export async function becomeCli(command) {
  if (!((await installPackages()) && (await buildServer()) && (await buildWeb()))) process.exit(1)
  const cli = join(ROOT, 'portal', 'dist', 'cli', 'lianban.js')
  process.argv = [process.execPath, cli, command, ...process.argv.slice(2)]
  await import(pathToFileURL(cli).href)
}
