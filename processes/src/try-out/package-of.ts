import { parseDecisions, type DecisionModel } from '@lianban/engine'
import type { PackageFiles } from '../packages/package-files.ts'
import { PackageError, readPackage, type ProcessPackage } from '../packages/read-package.ts'
import { TryOutError } from './error.ts'

/** What a try-out needs of a process package. */
export interface TryOutPackage extends Pick<ProcessPackage, 'manifest' | 'models' | 'forms' | 'templates'> {
  decisions: DecisionModel[]
}

/** Reads the files of a package. @throws TryOutError PACKAGE_INVALID naming every file that cannot be read */
export function packageOf(files: PackageFiles): TryOutPackage {
  try {
    return withDecisions(readPackage(files))
  } catch (error) {
    if (!(error instanceof PackageError)) throw error
    throw invalid(error.problems.map(({ place: path, code, message }) => ({ path, code, message })))
  }
}

/** A package that is read already. @throws TryOutError PACKAGE_INVALID */
export const withDecisions = (read: ProcessPackage): TryOutPackage => ({
  ...read,
  decisions: Object.entries(read.decisions).map(([file, xml]) => decisionsIn(file, xml)),
})

function decisionsIn(file: string, xml: string): DecisionModel {
  const parsed = parseDecisions(xml)
  if (parsed.ok) return parsed.decisions
  throw invalid(parsed.problems.map(({ code, message, line }) => ({ path: `${file}:${line}`, code, message })))
}

const invalid = (problems: { path: string; code: string; message: string }[]): TryOutError =>
  new TryOutError(
    'PACKAGE_INVALID',
    `流程包有 ${problems.length} 处问题,改正以后才能试办:${problems[0]?.path ?? ''} ${problems[0]?.message ?? ''}`,
    problems,
  )
