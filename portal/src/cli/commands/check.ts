import { resolve } from 'node:path'
import { checkPackage } from '@lianban/processes'
import { PACKAGES_FOLDER } from '../../server/compose.ts'
import type { Command } from './index.ts'

/** `lianban check [folder or key …]`; exit code 1 when a package has problems. */
export const check: Command = {
  summary: '检查流程包 check process packages (lianban check c3-licensing)',
  async run(args) {
    let bad = 0
    for (const name of args.length ? args : ['c3-licensing']) {
      const folder = name.includes('/') ? resolve(name) : resolve(PACKAGES_FOLDER, name)
      const problems = await checkPackage(folder)
      bad += problems.length
      console.log(
        problems.length ? `${name}:\n${problems.map((p) => `  ${p.place}: ${p.message} (${p.code})`).join('\n')}` : `${name}: 通过 ok`,
      )
    }
    return bad ? 1 : 0
  },
}
