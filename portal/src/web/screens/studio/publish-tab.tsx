import { Alert, Button, DatePicker, Form, Input, Radio, Select, Table, Tag } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { studioApi, studioPaths, type ChangeArea, type Difference, type Impact, type NewRelease, type Release } from '../../api/studio.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ErrorNote } from '../../components/error-note.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useSession } from '../../session.tsx'
import { dayOf } from '../../time.ts'
import { DifferenceDiagrams } from './difference-diagrams.tsx'
import type { TabProps } from './draft-page.tsx'
import { ReleaseList } from './release-list.tsx'

/** What changes, whom it touches, and the proposal that a second person confirms. */
export default function PublishTab({ workspace, problems }: TabProps) {
  const { draft, state, files } = workspace
  const { rights } = useSession()
  const saved = state.at === 'saved' ? state.savedAt : 0
  const difference = useResource<Difference>(studioPaths.difference(draft.id), saved)
  const impact = useResource<Impact>(studioPaths.impact(draft.id), saved)
  const releases = useResource<{ items: Release[] }>(studioPaths.releases(draft.packageKey))
  const [today] = useState(() => dayOf(Date.now()))
  const errors = problems.filter(({ level }) => level === 'error').length
  const mayPropose = rights.includes('studio:publish') && draft.state !== 'proposed'
  return (
    <div className="studio-publish">
      <section className="card" aria-label="与现行版本的不同">
        <h2>与现行版本的不同</h2>
        {difference.loading && <TableSkeleton />}
        {difference.error && <ErrorResult error={difference.error} onRetry={difference.reload} />}
        {difference.data && <Words difference={difference.data} />}
        {difference.data?.against && <DifferenceDiagrams difference={difference.data} files={files} />}
      </section>
      <section className="card" aria-label="影响">
        <h2>影响</h2>
        {impact.error && <ErrorResult error={impact.error} onRetry={impact.reload} />}
        {impact.data && <ImpactTable impact={impact.data} />}
      </section>
      {mayPropose && (
        <section className="card" aria-label="提出发布">
          <h2>提出发布</h2>
          {errors > 0 ? (
            <Alert type="error" showIcon message={`还有 ${errors} 个问题必须改正,点右上角查看`} />
          ) : (
            <Proposal workspace={workspace} impact={impact.data} onProposed={releases.reload} />
          )}
        </section>
      )}
      <section className="card" aria-label="发布记录">
        <h2>发布记录</h2>
        {releases.data?.items.length ? (
          <ReleaseList releases={releases.data.items} today={today} onChanged={releases.reload} />
        ) : (
          <EmptyState title="还没有发布过">提出发布、由另一人确认后,新收的办件按它办理</EmptyState>
        )}
      </section>
    </div>
  )
}

const AREA_TEXTS: Record<ChangeArea, string> = { process: '流程', form: '表单', document: '文书', decision: '决策表', matter: '事项' }

function Words({ difference: { against, words } }: { difference: Difference }) {
  if (!against) return <p className="quiet">这是新的流程,还没有现行版本。</p>
  if (words.length === 0) return <p className="quiet">与现行版本没有不同。</p>
  return (
    <ul className="plain studio-words" data-testid="difference">
      {words.map(({ area, name, text }, at) => (
        <li key={`${area} ${name} ${at}`}>
          <Tag>{AREA_TEXTS[area]}</Tag>
          <span>
            {name}:{text}
          </span>
        </li>
      ))}
    </ul>
  )
}

function ImpactTable({ impact: { matters } }: { impact: Impact }) {
  const running = matters.reduce((sum, matter) => sum + matter.running, 0)
  if (running === 0) return <p className="quiet">没有在办件,发布不影响任何办件。</p>
  const rows = matters.flatMap((matter) =>
    matter.steps.map((step) => ({ ...step, matter: matter.name, key: `${matter.key} ${step.elementId}` })),
  )
  return (
    <>
      <p>共 {running} 件在办。标“新版没有”的环节,停在那里的办件要转到新版本时须指定对应的环节。</p>
      <Table
        rowKey="key"
        size="small"
        pagination={false}
        dataSource={rows}
        columns={[
          { title: '事项', dataIndex: 'matter' },
          { title: '所在环节', dataIndex: 'name' },
          { title: '件数', dataIndex: 'count', width: 90, align: 'right' },
          { title: '', key: 'lost', width: 110, render: (_, { lost }) => lost && <Tag color="gold">新版没有</Tag> },
        ]}
      />
    </>
  )
}

interface Written {
  note: string
  when: 'now' | 'day'
  day?: Dayjs
  running: 'keep' | 'migrate'
  mapping?: Record<string, string>
}

function Proposal({ workspace, impact, onProposed }: { workspace: TabProps['workspace']; impact?: Impact; onProposed: () => void }) {
  const [form] = Form.useForm<Written>()
  const [isProposed, setIsProposed] = useState(false)
  const when = Form.useWatch('when', form) ?? 'now'
  const running = Form.useWatch('running', form) ?? 'keep'
  const lost = (impact?.matters ?? []).flatMap(({ steps }) => steps.filter((step) => step.lost))
  const kept = (impact?.matters ?? []).flatMap(({ steps }) => steps.filter((step) => !step.lost))
  const { run, busy, error } = useAttempt(async ({ note, day, mapping, ...wanted }: Written, replaceNewer: boolean) => {
    const release: NewRelease = {
      replaceNewer,
      note: note.trim(),
      running: wanted.running,
      effectiveOn: wanted.when === 'day' ? day!.format('YYYY-MM-DD') : null,
      ...(wanted.running === 'migrate' && mapping && { mapping }),
    }
    await workspace.flush()
    await studioApi.propose(workspace.draft.id, release)
    setIsProposed(true)
    onProposed()
  })
  if (isProposed) return <Alert type="success" showIcon message="已提出发布,等待另一人确认" data-testid="proposed" />
  const propose = async (replaceNewer = false) => {
    const values = await form.validateFields().catch(() => null)
    if (values) await run(values, replaceNewer)
  }
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={{ when: 'now', running: 'keep' }}>
      <ErrorNote error={error} />
      {error?.code === 'DRAFT_BEHIND' && (
        <Button className="gap-below" onClick={() => void propose(true)}>
          已核对差异,仍以本草稿替换
        </Button>
      )}
      <Form.Item name="note" label="改了什么,为什么(必填)" rules={[{ required: true, whitespace: true, message: '请写明改了什么,为什么' }]}>
        <Input.TextArea rows={3} maxLength={500} showCount data-testid="release-note" />
      </Form.Item>
      <Form.Item name="when" label="何时施行">
        <Radio.Group
          options={[
            { value: 'now', label: '确认后即施行' },
            { value: 'day', label: '指定日期起' },
          ]}
        />
      </Form.Item>
      {when === 'day' && (
        <Form.Item name="day" label="施行日期(必填)" rules={[{ required: true, message: '请选择施行日期' }]}>
          <DatePicker />
        </Form.Item>
      )}
      <Form.Item name="running" label="在办件">
        <Radio.Group
          options={[
            { value: 'keep', label: '按受理时的版本办完(建议)' },
            { value: 'migrate', label: '转到新版本继续办理' },
          ]}
        />
      </Form.Item>
      {running === 'migrate' &&
        lost.map(({ elementId, name }) => (
          <Form.Item
            key={elementId}
            name={['mapping', elementId]}
            label={`停在“${name}”的办件转到`}
            rules={[{ required: true, message: '请选择环节' }]}
          >
            <Select options={kept.map((step) => ({ value: step.elementId, label: step.name }))} />
          </Form.Item>
        ))}
      <Button type="primary" loading={busy} onClick={() => void propose()} data-testid="propose-release">
        提出发布
      </Button>
    </Form>
  )
}
