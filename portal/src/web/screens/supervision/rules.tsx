import { Button, Segmented, Table, Tag } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useState } from 'react'
import { supervisionPaths, type RuleVersion } from '../../api/supervision.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { Lamp } from '../../components/lamp.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { RuleDetails } from './rule-details.tsx'
import { RuleOffers } from './rule-offers.tsx'
import '../../components/desk.css'

const ALL = '全部'

/** The rule library: what is in force, what is proposed; 政务办 proposes, 纪委 confirms. */
export function Component() {
  const { rights } = useSession()
  const { data, error, loading, reload } = useResource<{ items: RuleVersion[] }>(supervisionPaths.rules)
  const [object, setObject] = useState(ALL)
  useTitle('监察规则')
  if (loading) return <TableSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  const proposals = data.items.filter(({ state }) => state === 'proposed')
  const objects = [ALL, ...new Set(data.items.map(({ rule }) => rule.object))]
  const active = data.items.filter(({ state, rule }) => state === 'active' && (object === ALL || rule.object === object))
  const table = (rows: RuleVersion[]) => (
    <div className="card flush">
      <Table<RuleVersion>
        rowKey={({ rule, version }) => `${rule.id}@${version}`}
        columns={COLUMNS}
        dataSource={rows}
        pagination={false}
        size="middle"
        scroll={{ x: 860 }}
        expandable={{
          expandedRowRender: (row) => (
            <RuleDetails
              version={row}
              active={data.items.find(({ rule, state }) => state === 'active' && rule.id === row.rule.id)}
              mayPropose={rights.includes('rule:propose')}
              mayConfirm={rights.includes('rule:confirm')}
              onChanged={reload}
            />
          ),
          expandRowByClick: true,
        }}
        onRow={(row) => ({ 'data-testid': `rule-${row.rule.id}-${row.state}` }) as object}
      />
    </div>
  )
  return (
    <div className="page">
      <div className="page-head">
        <h1>监察规则</h1>
        <Segmented options={objects} value={object} onChange={setObject} aria-label="按监察对象筛选" />
        <span className="grow" />
        <Button onClick={reload}>刷新</Button>
      </div>
      <p className="quiet gap-below">
        规则修改由政务办提出、纪委确认,两人不能为同一人;提出、确认和停用都会记入监察日志,停用规则亮红牌。点开一行查看内容、近 30
        天试算和历史。
      </p>
      <RuleOffers items={data.items} mayPropose={rights.includes('rule:propose')} onChanged={reload} />
      {proposals.length > 0 && (
        <section className="gap-below" aria-label="待确认的修改">
          <h2 className="gap-below">待确认的修改</h2>
          {table(proposals)}
        </section>
      )}
      {proposals.length > 0 && <h2 className="gap-below">现行规则</h2>}
      {table(active)}
    </div>
  )
}

const COLUMNS: ColumnsType<RuleVersion> = [
  { title: '编号', key: 'id', width: 130, render: (_, { rule }) => <code>{rule.id}</code> },
  {
    title: '风险点',
    key: 'name',
    render: (_, { rule, state, proposedBy, reason }) => (
      <>
        <strong>{rule.name}</strong> {!rule.enabled && <Tag>停用</Tag>}
        <div className="quiet">{state === 'proposed' ? `${proposedBy.name}提出:${reason}` : rule.text.replace(/\{[^}]*\}/g, '…')}</div>
      </>
    ),
  },
  { title: '对象', key: 'object', width: 100, render: (_, { rule }) => rule.object },
  { title: '牌色', key: 'colour', width: 100, render: (_, { rule }) => <Lamp lamp={rule.colour} /> },
  {
    title: '回复',
    key: 'reply',
    width: 120,
    render: (_, { rule }) => (rule.replyWorkdays === null ? '不需要' : `${rule.replyWorkdays} 个工作日`),
  },
  { title: '扣分', key: 'score', width: 70, align: 'right', render: (_, { rule }) => rule.score },
  { title: '版本', key: 'version', width: 70, align: 'right', render: (_, { version }) => version },
]
