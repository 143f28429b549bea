import { Alert } from 'antd'
import { linkagePaths, type NearReport, type Position } from '../../api/linkage.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { minuteText } from '../../time.ts'
import { INCIDENT_STATES } from '../linkage/words.ts'
import type { System } from './place-picker.tsx'

interface NearAnswer {
  place: { townName: string; gridName: string } | null
  items: NearReport[]
}

/** Says in which grid it lies, and what has been reported already nearby. */
export function NearHint({ category, position, system }: { category: string; position: Position; system: System }) {
  const { data } = useResource<NearAnswer>(linkagePaths.near(category, { ...position, system }))
  if (!data) return null
  if (data.place === null) return <Alert type="error" showIcon message="这个位置不在本县,请重新标定" />
  return (
    <>
      <p className="quiet" data-testid="grid-name">
        所在网格:{data.place.gridName}
      </p>
      {data.items.length > 0 && (
        <Alert
          type="info"
          showIcon
          data-testid="near-reports"
          message={`附近已有 ${data.items.length} 件同类上报`}
          description={
            <ul className="near-list">
              {data.items.map(({ incidentNo, state, place, reportedAt, distanceM }) => (
                <li key={incidentNo}>
                  {distanceM} 米 · {place} · {INCIDENT_STATES[state] ?? state} · {minuteText(reportedAt)}
                </li>
              ))}
            </ul>
          }
        />
      )}
    </>
  )
}
