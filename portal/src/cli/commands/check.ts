import { readdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { checkLoaded, coverageFigures, loadPackage, PackageError, type PackageProblem, type ProcessPackage } from '@lianban/processes'
import { PACKAGES_FOLDER } from '../../server/compose.ts'
import type { Command } from './index.ts'

/** `lianban check [folder or key …]`, without one all packages; exit code 1 when a package has problems. */
export const check: Command = {
  summary: '检查流程包 check process packages (lianban check c3-licensing)',
  async run(args) {
    let bad = 0
    for (const name of args.length ? args : (await readdir(PACKAGES_FOLDER)).sort()) {
      const { problems, processPackage } = await examined(name.includes('/') ? resolve(name) : join(PACKAGES_FOLDER, name))
      bad += problems.length
      console.log(problems.length ? `${name}:` : `${name}: 通过 ok`)
      for (const { place, message, code } of problems) console.log(`  ${place}: ${message} (${code})`)
      for (const { file, flows, walked } of processPackage ? coverageFigures(processPackage) : [])
        console.log(`  ${file}: 场景走过的连线 flows walked ${walked}/${flows} = ${percent(walked, flows)}`)
    }
    return bad ? 1 : 0
  },
}

async function examined(folder: string): Promise<{ problems: PackageProblem[]; processPackage?: ProcessPackage }> {
  try {
    const processPackage = await loadPackage(folder)
    return { problems: checkLoaded(processPackage), processPackage }
  } catch (error) {
    if (error instanceof PackageError) return { problems: error.problems }
    throw error
  }
}

/** Rounded down: 100 % is said of all only. */
const percent = (part: number, whole: number): string => `${whole === 0 ? 100 : Math.floor((part / whole) * 1000) / 10} %`
