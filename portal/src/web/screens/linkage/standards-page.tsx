import { Button, Input, Table } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { useState } from 'react'
import { linkagePaths, type CategoryStandard } from '../../api/linkage.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { useSession } from '../../session.tsx'
import { LinkageTabs } from './linkage-tabs.tsx'
import { StandardDialog } from './standard-dialog.tsx'
import { SEVERITIES, UNITS } from './words.ts'
import './linkage.css'

export interface StandardsAnswer {
  items: CategoryStandard[]
  organs: { id: string; name: string }[]
}

/** The table of categories with their standards of filing, disposal and closing; every change is a version. */
export function Component() {
  const { data, error, loading, reload } = useResource<StandardsAnswer>(linkagePaths.standards)
  const { rights } = useSession()
  const [q, setQ] = useState('')
  const [edited, setEdited] = useState<CategoryStandard | null>(null)
  useTitle('类别标准')
  const found = data?.items.filter(({ code, className, name }) => `${code}${className}${name}`.includes(q.trim())) ?? []
  return (
    <div className="page">
      <LinkageTabs current="standards" />
      <div className="page-head">
        <h1>案件类别标准</h1>
        <Input.Search
          aria-label="查找类别"
          placeholder="类别名称或编码"
          allowClear
          onChange={({ target }) => setQ(target.value)}
          className="filter wide"
        />
      </div>
      <p className="quiet">标注“拟”的标准尚待县政府确定。修改后形成新版本,已经立案的案件仍按立案时的版本办理。</p>
      {loading && <TableSkeleton />}
      {!data && error && <ErrorResult error={error} onRetry={reload} />}
      {data && (
        <div className="card flush">
          <Table<CategoryStandard>
            rowKey="code"
            size="small"
            pagination={false}
            scroll={{ x: 1100 }}
            columns={columnsOf(data, rights.includes('incident-ledger:categorise') ? setEdited : null)}
            dataSource={found}
          />
        </div>
      )}
      {edited && data && (
        <StandardDialog
          standard={edited}
          organs={data.organs}
          onCancel={() => setEdited(null)}
          onDone={() => {
            setEdited(null)
            reload()
          }}
        />
      )}
    </div>
  )
}

function columnsOf({ organs }: StandardsAnswer, onEdit: ((standard: CategoryStandard) => void) | null): ColumnsType<CategoryStandard> {
  const nameOf = (id: string | null | undefined) => organs.find((organ) => organ.id === id)?.name ?? id ?? '—'
  return [
    { title: '编码', dataIndex: 'code', width: 80, render: (code: string) => <code>{code}</code> },
    {
      title: '类别',
      key: 'name',
      width: 180,
      render: (_, { className, name, proposed }) => (
        <>
          {name}
          {proposed && <span className="quiet">(拟)</span>}
          <div className="quiet">{className}</div>
        </>
      ),
    },
    { title: '立案条件', dataIndex: 'filing', width: 170 },
    {
      title: '主管、权属',
      key: 'organs',
      width: 130,
      render: (_, { lead, owner }) => `${nameOf(lead)}${owner !== null && owner !== lead ? `、${nameOf(owner)}` : ''}`,
    },
    {
      title: '处置目标和时限',
      key: 'targets',
      width: 250,
      render: (_, { targets }) =>
        targets.map(({ name, n, unit, organ }, index) => (
          <div key={index}>
            {name} {n} {UNITS[unit]}
            {organ && <span className="quiet">({nameOf(organ)})</span>}
          </div>
        )),
    },
    { title: '结案条件', dataIndex: 'closing', width: 170 },
    { title: '程度', key: 'severity', width: 70, render: (_, { severity }) => SEVERITIES[severity] },
    { title: '重复提示', key: 'radius', width: 110, render: (_, { radiusM, windowHours }) => `${radiusM} 米 ${windowHours} 小时` },
    ...(onEdit
      ? [
          {
            title: '',
            key: 'edit',
            width: 70,
            fixed: 'right' as const,
            render: (_: unknown, row: CategoryStandard) => (
              <Button size="small" type="link" onClick={() => onEdit(row)} aria-label={`修改${row.name}`}>
                修改
              </Button>
            ),
          },
        ]
      : []),
  ]
}
