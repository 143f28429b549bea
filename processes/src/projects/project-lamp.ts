import type { ProjectStageRow } from '@lianban/storage'
import type { Lamp } from '../clock/lamp.ts'
import { dayAfter } from './money.ts'

/** Days before a planned day from which it is warned of (拟). */
const WARN_DAYS = 30

/** How a project keeps its plan: red where a planned day has passed, warning where one is near. @param today YYYY-MM-DD */
export function projectLamp(stage: string, stations: readonly Pick<ProjectStageRow, 'planned_on' | 'passed_at'>[], today: string): Lamp {
  if (stage === 'retired') return 'done'
  const open = stations.flatMap(({ planned_on, passed_at }) => (planned_on !== null && passed_at === null ? [planned_on] : []))
  if (open.some((day) => day < today)) return 'red'
  return open.some((day) => day <= dayAfter(today, WARN_DAYS)) ? 'warning' : 'normal'
}
