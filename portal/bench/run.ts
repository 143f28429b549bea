import { machine } from '@lianban/storage/bench'
import { load } from './load.ts'
import { pages } from './pages.ts'

/** Each benchmark takes the arguments behind its name and gives its text. */
const RUN: Record<string, (args: string[]) => Promise<string>> = { load, pages }

const [name = '', ...args] = process.argv.slice(2)
const run = Object.hasOwn(RUN, name) ? RUN[name] : undefined
if (run) console.log(`${machine()}\n\n## ${name}\n\n${await run(args)}`)
else {
  console.error(`usage: npm run bench -- ${Object.keys(RUN).join(' | ')}`)
  process.exitCode = 1
}
