import { App, Button, Table, Tag } from 'antd'
import { useState } from 'react'
import { rightsApi, rightsPaths, type OpenStep } from '../../api/rights.ts'
import type { CaseDetail } from '../../api/cases.ts'
import { DeedDialog } from '../../components/deed-dialog.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useSession } from '../../session.tsx'
import { minuteText } from '../../time.ts'
import './rights.css'

type Candidate = OpenStep['people'][number]
interface Asked {
  step: OpenStep
  person: Candidate
}

/** Who can take the open steps of a case and why the others cannot; the unit's leader lifts separation of duties here. */
export function OpenSteps({ item, version, onChanged }: { item: CaseDetail; version: number; onChanged: () => void }) {
  const { rights } = useSession()
  const { data, error, loading, reload } = useResource<{ items: OpenStep[] }>(rightsPaths.openSteps(item.id), version)
  const [asked, setAsked] = useState<Asked | null>(null)
  if (loading) return <TableSkeleton />
  if (!data) return error && <ErrorResult error={error} onRetry={reload} />
  return (
    <>
      {data.items.length === 0 && (
        <div className="card">
          <EmptyState title="没有等待人员办理的环节">办件已办结,或正由系统处理、等待申请人</EmptyState>
        </div>
      )}
      {data.items.map((step) => (
        <section className="card flush gap-below" key={step.elementId}>
          <Table<Candidate>
            title={() => <strong>{step.stepName}</strong>}
            rowKey="userId"
            dataSource={step.people}
            pagination={false}
            scroll={{ x: 520 }}
            locale={{ emptyText: <EmptyState title="该岗位暂无任职人员">请联系安全管理员授予岗位</EmptyState> }}
            columns={[
              {
                title: '人员',
                key: 'name',
                width: 110,
                render: (_, { name, isAssignee }) => (
                  <>
                    {name}
                    {isAssignee && <div className="quiet">已签收</div>}
                  </>
                ),
              },
              {
                title: '能否办理',
                key: 'allowed',
                width: 100,
                render: (_, { allowed }) => (allowed ? <Tag color="success">能</Tag> : <Tag color="error">不能</Tag>),
              },
              { title: '原因', key: 'reason', render: (_, { reason }) => reason || <span className="quiet">岗位规则允许</span> },
              {
                title: '',
                key: 'waive',
                width: 110,
                render: (_, person) =>
                  person.canBeWaived && rights.includes('separation-waiver:grant') ? (
                    <Button size="small" danger onClick={() => setAsked({ step, person })} data-testid={`waive-${person.userId}`}>
                      批准豁免
                    </Button>
                  ) : null,
              },
            ]}
          />
        </section>
      ))}
      <Waivers item={item} />
      {asked && <WaiveDialog caseId={item.id} asked={asked} onClose={() => setAsked(null)} onDone={onChanged} />}
    </>
  )
}

function Waivers({ item: { waivers } }: { item: CaseDetail }) {
  if (waivers.length === 0) return null
  return (
    <section className="card">
      <h2>已批准的岗位分离豁免</h2>
      <ul className="plain">
        {waivers.map((waiver) => (
          <li key={`${waiver.grantedAt}${waiver.ruleText}`}>
            {waiver.grantedBy} {minuteText(waiver.grantedAt)} 批准{waiver.userName}办理“{waiver.stepName}”,豁免{waiver.ruleText};
            {waiver.usedAt === null ? '尚未使用' : `${minuteText(waiver.usedAt)} 已使用`}
            <div className="quiet">理由:{waiver.reason}</div>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface WaiveProps {
  caseId: string
  asked: Asked
  onClose: () => void
  onDone: () => void
}

function WaiveDialog({ caseId, asked: { step, person }, onClose, onDone }: WaiveProps) {
  const { message } = App.useApp()
  return (
    <DeedDialog
      title={`批准${person.name}办理“${step.stepName}”`}
      danger
      consequence={`${person.reason}。豁免只对此人、此环节有效一次。您的姓名和理由写入办理过程和监察日志,并由监察规则发出红牌`}
      okText="批准豁免"
      run={(reason) => rightsApi.waive(caseId, { elementId: step.elementId, userId: person.userId, reason })}
      onCancel={onClose}
      onDone={() => {
        message.success(`已批准${person.name}办理“${step.stepName}”`)
        onClose()
        onDone()
      }}
    />
  )
}
