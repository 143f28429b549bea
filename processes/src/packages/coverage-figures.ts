import { parseDefinitions } from '@lianban/engine'
import { Coverage, modelHash } from './check-coverage.ts'
import type { ProcessPackage } from './load-package.ts'

/** How many sequence flows of a model the package's scenarios walk. */
export interface CoverageFigure {
  file: string
  flows: number
  walked: number
}

/** Of every model that is understood, by file name. What was recorded for another version of a model does not count. */
export function coverageFigures({ models, coverage }: Pick<ProcessPackage, 'models' | 'coverage'>): CoverageFigure[] {
  const recorded = Coverage.safeParse(coverage)
  return Object.entries(models).flatMap(([file, xml]) => {
    const parsed = parseDefinitions(xml)
    if (!parsed.ok) return []
    const flows = parsed.processes.flatMap((process) => Object.keys(process.flows))
    const isCurrent = recorded.success && recorded.data.models[file] === modelHash(xml)
    const taken = new Set(isCurrent ? Object.values(recorded.data.scenarios).flat() : [])
    return [{ file, flows: flows.length, walked: flows.filter((id) => taken.has(id)).length }]
  })
}
