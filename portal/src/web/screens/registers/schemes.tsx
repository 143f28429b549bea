import { App, Button, Form, Input, Modal, Select, Table, Tag } from 'antd'
import { useState } from 'react'
import { registerPaths, registersApi, type NumberScheme, type SchemeView } from '../../api/registers.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { ErrorResult } from '../../components/error-result.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { PERIOD_TEXTS, SCOPE_TEXTS, typeText } from './words.ts'
import './registers.css'

/** How the county's numbers are written, and changing it. */
export function Component() {
  const { data, error, loading, reload } = useResource<{ items: SchemeView[] }>(registerPaths.schemes)
  const [editing, setEditing] = useState<SchemeView | null>(null)
  useTitle('编号规则')
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">编号规则</h1>
        <span className="quiet">修改只影响以后发出的编号,并记入监察日志</span>
      </div>
      {loading && <TableSkeleton />}
      {!data && error && <ErrorResult error={error} onRetry={reload} />}
      {data && (
        <div className="card flush register-table">
          <Table<SchemeView>
            rowKey="name"
            size="small"
            pagination={false}
            scroll={{ x: 900 }}
            dataSource={data.items}
            columns={[
              {
                title: '编号',
                key: 'name',
                width: 150,
                render: (_, { name, own }) =>
                  own ? (
                    <>
                      {typeText(name)} <Tag>本县修改</Tag>
                    </>
                  ) : (
                    typeText(name)
                  ),
              },
              { title: '格式', key: 'pattern', render: (_, { scheme }) => <code>{scheme.pattern}</code> },
              { title: '示例', key: 'sample', width: 240, render: (_, { sample }) => <span className="number">{sample}</span> },
              { title: '序号', key: 'run', width: 290, render: (_, { scheme }) => runText(scheme) },
              {
                title: '',
                key: 'edit',
                width: 80,
                render: (_, view) => (
                  <Button size="small" onClick={() => setEditing(view)}>
                    修改
                  </Button>
                ),
              },
            ]}
          />
        </div>
      )}
      {editing && <SchemeDialog view={editing} onClose={() => setEditing(null)} onDone={reload} />}
    </div>
  )
}

function runText({ scope, period }: NumberScheme): string {
  const by = scope.map((name) => SCOPE_TEXTS[name] ?? '类别').join('、')
  return `${by ? `按${by}分别编排` : '全县统一编排'},${PERIOD_TEXTS[period]}${period === 'none' ? '' : '重新开始'}`
}

type Written = Pick<NumberScheme, 'pattern' | 'scope' | 'period'>

function SchemeDialog({ view, onClose, onDone }: { view: SchemeView; onClose: () => void; onDone: () => void }) {
  const { message } = App.useApp()
  const [form] = Form.useForm<Written>()
  const { run, busy, error } = useAttempt(async (written: Written) => {
    const changed = await registersApi.changeScheme(view.name, { ...view.scheme, ...written })
    message.success(`已保存,以后的编号形如 ${changed.sample}`)
  })
  const save = async () => {
    // What is not filled in is said at its field.
    const written = await form.validateFields().catch(() => null)
    if (!written || !(await run(written))) return
    onDone()
    onClose()
  }
  const scopes = [...Object.keys(SCOPE_TEXTS), ...Object.keys(view.scheme.codes)]
  return (
    <Modal
      open
      title={`修改编号规则:${typeText(view.name)}`}
      okText="保存"
      cancelText="取消"
      maskClosable={false}
      confirmLoading={busy}
      onCancel={onClose}
      onOk={() => void save()}
    >
      <ErrorNote error={error} />
      <Form form={form} layout="vertical" requiredMark={false} initialValues={view.scheme}>
        <Form.Item
          name="pattern"
          label="格式(必填)"
          extra="可用标记:{region6} 区划、{yyyyMMdd} 日期、{yyyyMM} 年月、{year} 年、{matterNo} 事项编号、{organCode} 机关代字、{type} 文种、{seq} 序号、{seq5} 五位序号、{check1} 校验位"
          rules={[{ required: true, message: '请填写格式' }]}
        >
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="scope" label="序号分别编排">
          <Select
            mode="multiple"
            options={scopes.map((value) => ({ value, label: SCOPE_TEXTS[value] ?? `类别 ${value}` }))}
            placeholder="全县统一编排"
          />
        </Form.Item>
        <Form.Item name="period" label="序号重新开始">
          <Select options={Object.entries(PERIOD_TEXTS).map(([value, label]) => ({ value, label }))} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
