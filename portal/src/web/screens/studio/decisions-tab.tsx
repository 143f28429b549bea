import { DecisionDesigner, newDecision } from '@lianban/designer/decision'
import { Button, Menu } from 'antd'
import { useMemo } from 'react'
import { EmptyState } from '../../components/empty-state.tsx'
import type { TabProps } from './draft-page.tsx'
import { decidingFields } from './known-fields.ts'
import { decisionFiles } from './package-files.ts'

/** The decision tables of the package. */
export default function DecisionsTab({ workspace: { files, change, readOnly }, place, open }: TabProps) {
  const all = decisionFiles(files)
  const shown = all.find((file) => file === place) ?? all[0]
  const fields = useMemo(() => decidingFields(files), [files])
  const add = () => {
    const key = freeName(all)
    change({ [`${key}.dmn`]: newDecision(key, '新决策表') })
    open('decisions', `${key}.dmn`)
  }
  return (
    <div className="studio-split">
      <nav className="studio-side" aria-label="决策表">
        <Menu
          selectedKeys={shown ? [shown] : []}
          items={all.map((file) => ({ key: file, label: nameOf(files[file]!, file) }))}
          onClick={({ key }) => open('decisions', key)}
        />
        {!readOnly && (
          <Button block onClick={add} data-testid="new-decision">
            新建决策表
          </Button>
        )}
        {shown && !readOnly && (
          <Button block type="text" danger onClick={() => change({ [shown]: null })}>
            删除这张决策表
          </Button>
        )}
      </nav>
      {shown ? (
        <div className="studio-main">
          <DecisionDesigner
            key={shown}
            value={files[shown]!}
            fields={fields}
            readOnly={readOnly}
            onChange={(dmn) => change({ [shown]: dmn })}
          />
        </div>
      ) : (
        <div className="card studio-main">
          <EmptyState title="还没有决策表">按金额、类别等条件决定走哪条路、由谁办理时,用决策表列出来</EmptyState>
        </div>
      )}
    </div>
  )
}

function freeName(files: readonly string[]): string {
  for (let n = 1; ; n++) if (!files.includes(`decision-${n}.dmn`)) return `decision-${n}`
}

function nameOf(dmn: string, file: string): string {
  const decision = new DOMParser().parseFromString(dmn, 'application/xml').getElementsByTagNameNS('*', 'decision')[0]
  return decision?.getAttribute('name') ?? file
}
