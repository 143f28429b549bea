import { Table } from 'antd'
import { Link } from 'react-router-dom'
import type { JointChild } from '../../api/joint.ts'
import { CopyCode } from '../copy-code.tsx'
import { DueCell } from '../due-text.tsx'
import { Lamp } from '../lamp.tsx'
import { lampOf } from './child-lamp.ts'
import { JointGraph } from './joint-graph.tsx'

const COLUMNS = [
  {
    title: '事项',
    key: 'name',
    width: 230,
    render: (_: unknown, child: JointChild) => (
      <>
        {child.caseId === null ? child.name : <Link to={`/cases/${child.caseId}`}>{child.name}</Link>}
        {child.summary && (
          <div>
            <CopyCode code={child.summary.caseNo} label="办件编号" />
          </div>
        )}
      </>
    ),
  },
  { title: '部门', dataIndex: 'organName', key: 'organ' },
  { title: '监察', key: 'lamp', width: 84, render: (_: unknown, child: JointChild) => <Lamp lamp={lampOf(child)} /> },
  {
    title: '办理情况',
    key: 'state',
    render: (_: unknown, child: JointChild) => (
      <>
        {child.stateText}
        {child.people.length > 0 && <div className="quiet">{child.people.join('、')}</div>}
        {child.reason && <div className="tone-near">{child.reason}</div>}
      </>
    ),
  },
  {
    title: '时限',
    key: 'due',
    width: 150,
    render: (_: unknown, { summary, state }: JointChild) =>
      summary && state === 'started' ? <DueCell promised={summary.promised} statutory={summary.statutory} both /> : '——',
  },
]

/** The matters of a joint case at a desk: which waits for which, and where each stands. */
export function JointPanel({ items }: { items: JointChild[] }) {
  return (
    <section className="card" data-testid="joint-panel">
      <h2>先后关系</h2>
      <JointGraph items={items} />
      <h2 className="gap-above">各事项</h2>
      <Table size="small" rowKey="matterKey" pagination={false} columns={COLUMNS} dataSource={items} scroll={{ x: 720 }} />
    </section>
  )
}
