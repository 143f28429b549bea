import { Drawer, Tag } from 'antd'
import type { StudioProblem } from '../../api/studio.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import type { StudioTab } from './draft-page.tsx'

interface Props {
  open: boolean
  problems: readonly StudioProblem[]
  onClose: () => void
  onJump: (tab: StudioTab, place?: string) => void
}

/** Everything that stands against a publication, and where it is. */
export function ProblemsDrawer({ open, problems, onClose, onJump }: Props) {
  const sorted = [...problems].sort((a, b) => (a.level === b.level ? 0 : a.level === 'error' ? -1 : 1))
  return (
    <Drawer open={open} onClose={onClose} title="检查结果" width={480}>
      {sorted.length === 0 ? (
        <EmptyState title="没有问题">可以试办和发布</EmptyState>
      ) : (
        <ul className="plain">
          {sorted.map((problem, at) => {
            const [tab, place] = placeOf(problem)
            return (
              <li key={`${problem.code} ${problem.place} ${at}`} className="studio-problem">
                <div className="row">
                  <Tag color={problem.level === 'error' ? 'red' : 'gold'}>{problem.level === 'error' ? '必须改正' : '建议核对'}</Tag>
                  <button
                    type="button"
                    className="link-button"
                    onClick={() => {
                      onJump(tab, place)
                      onClose()
                    }}
                  >
                    {problem.message}
                  </button>
                </div>
                <div className="quiet">
                  {problem.place} <code>{problem.code}</code>
                </div>
              </li>
            )
          })}
        </ul>
      )}
    </Drawer>
  )
}

/** The tab on which a problem is mended, and what of it. */
export function placeOf({ place, elementId }: StudioProblem): [tab: StudioTab, place?: string] {
  if (elementId !== undefined || /^[\w-]+\.bpmn/.test(place)) return ['process', elementId]
  if (/^[\w-]+\.dmn/.test(place)) return ['decisions', /^[\w-]+\.dmn/.exec(place)![0]]
  const form = /^forms\/([\w-]+)\.json/.exec(place)?.[1]
  if (form !== undefined) return ['forms', form]
  const document = /^documents\/([\w-]+)\.html/.exec(place)?.[1]
  if (document !== undefined) return ['documents', document]
  if (place.startsWith('cases/')) return ['try', undefined]
  return ['matter', undefined]
}
