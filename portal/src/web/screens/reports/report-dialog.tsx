import { GROUPED_KINDS, REPORT_FORMATS, REPORT_KINDS, REPORT_PERIODS, type ReportKind, type ReportPeriod } from '@lianban/processes/labels'
import { Checkbox, Form, Input, InputNumber, Modal, Segmented, Select } from 'antd'
import {
  reportApi,
  reportPaths,
  type ReportDefinition,
  type ReportFormat,
  type ReportOptions,
  type ReportReader,
} from '../../api/reports.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useSession } from '../../session.tsx'
import { WEEKDAYS } from './schedule-text.ts'

/** What the form holds; the county as a whole has no organ. */
interface Given {
  name: string
  kind: ReportKind
  by: 'organ' | 'matter'
  organ: string
  period: ReportPeriod
  every: 'day' | 'week' | 'month'
  weekday: number
  monthday: number
  hour: number
  workdays: boolean
  people: string[]
  posts: string[]
  formats: ReportFormat[]
}

const COUNTY = '*'
const optionsOf = (labels: Record<string, string>) => Object.entries(labels).map(([value, label]) => ({ value, label }))
const START: Partial<Given> = {
  ...{ kind: 'supervision', by: 'organ', period: 'week', every: 'week', weekday: 1, monthday: 1, hour: 8 },
  ...{ workdays: true, people: [], posts: [], formats: ['xlsx'] },
}

const definitionOf = (given: Given): ReportDefinition => ({
  kind: given.kind,
  by: given.by,
  period: given.period,
  schedule: {
    every: given.every,
    on: given.every === 'week' ? given.weekday : given.every === 'month' ? given.monthday : 1,
    hour: given.hour,
    workdays: given.workdays,
  },
  recipients: {
    userIds: given.people,
    posts: given.posts.map((post) => (given.organ === COUNTY ? { post } : { post, organId: given.organ })),
  },
  formats: given.formats,
})

/** What is reported, of whom, when, and to whom. */
export function ReportDialog({ onClose, onSaved }: { onClose: () => void; onSaved: () => void }) {
  const [form] = Form.useForm<Given>()
  const { user } = useSession()
  const options = useResource<ReportOptions>(reportPaths.options)
  const { run, busy, error } = useAttempt(async (given: Given) => {
    const organId = given.organ === COUNTY ? null : given.organ
    await reportApi.define({ name: given.name, organId, definition: definitionOf(given) })
    onSaved()
    onClose()
  })
  const organs = [
    ...(options.data?.wholeCounty ? [{ value: COUNTY, label: '全县' }] : []),
    ...(options.data?.organs ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <Modal
      open
      title="设置定期报告"
      okText="保存"
      cancelText="取消"
      width={640}
      okButtonProps={{ loading: busy }}
      onOk={() => form.submit()}
      onCancel={onClose}
      maskClosable={false}
    >
      <ErrorNote error={error ?? options.error} />
      {options.data && (
        <Form<Given>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{ ...START, organ: organs[0]?.value, people: [user.id] }}
          onFinish={(given) => void run({ ...form.getFieldsValue(true), ...given } as Given)}
        >
          <Form.Item name="name" label="名称(必填)" rules={[{ required: true, whitespace: true, message: '请填写名称' }]}>
            <Input maxLength={100} placeholder="如:每周监察统计" data-testid="report-name" />
          </Form.Item>
          <What organs={organs} />
          <When />
          <Readers posts={options.data.posts} />
          <Form.Item
            name="formats"
            label="格式(至少一种)"
            rules={[{ required: true, type: 'array', min: 1, message: '请至少选择一种格式' }]}
          >
            <Checkbox.Group options={optionsOf(REPORT_FORMATS)} />
          </Form.Item>
        </Form>
      )}
    </Modal>
  )
}

function What({ organs }: { organs: { value: string; label: string }[] }) {
  const kind = Form.useWatch<ReportKind>('kind') ?? 'supervision'
  return (
    <>
      <Form.Item name="kind" label="内容">
        <Segmented options={optionsOf(REPORT_KINDS)} />
      </Form.Item>
      <Form.Item name="organ" label="范围">
        <Select showSearch optionFilterProp="label" options={organs} />
      </Form.Item>
      {GROUPED_KINDS.includes(kind) && (
        <Form.Item name="by" label="统计口径">
          <Segmented options={optionsOf({ organ: '按单位', matter: '按事项' })} />
        </Form.Item>
      )}
      {kind !== 'overdue' && (
        <Form.Item name="period" label="统计期间">
          <Segmented options={optionsOf(REPORT_PERIODS)} />
        </Form.Item>
      )}
    </>
  )
}

function When() {
  const every = Form.useWatch<Given['every']>('every') ?? 'week'
  return (
    <>
      <Form.Item name="every" label="生成时间">
        <Segmented options={optionsOf({ day: '每日', week: '每周', month: '每月' })} />
      </Form.Item>
      {every === 'week' && (
        <Form.Item name="weekday" label="星期">
          <Segmented options={WEEKDAYS.map((label, i) => ({ value: i + 1, label }))} />
        </Form.Item>
      )}
      {every === 'month' && (
        <Form.Item name="monthday" label="日期(1 至 28 日)" rules={[{ required: true, message: '请填写日期' }]}>
          <InputNumber min={1} max={28} precision={0} />
        </Form.Item>
      )}
      <Form.Item name="hour" label="几点(0 至 23 时)" rules={[{ required: true, message: '请填写几点' }]}>
        <InputNumber min={0} max={23} precision={0} />
      </Form.Item>
      <Form.Item name="workdays" valuePropName="checked">
        <Checkbox>只在工作日生成,遇节假日顺延到下一个工作日(按本县工作日历)</Checkbox>
      </Form.Item>
    </>
  )
}

/** Persons and posts; who of them may read it is settled each time it is made. */
function Readers({ posts }: { posts: ReportOptions['posts'] }) {
  const { user } = useSession()
  const organ = Form.useWatch<string | undefined>('organ')
  const kind = Form.useWatch<ReportKind | undefined>('kind') ?? 'supervision'
  const asked = organ === undefined ? null : reportPaths.readers({ organId: organ === COUNTY ? undefined : organ, kind })
  const { data } = useResource<{ items: ReportReader[] }>(asked)
  const others = (data?.items ?? []).filter(({ id }) => id !== user.id)
  return (
    <>
      <Form.Item name="people" label="接收人员" extra="列出现在有权查看的人员;生成时再次核对,届时无权查看的不会收到">
        <Select
          mode="multiple"
          optionFilterProp="label"
          options={[
            { value: user.id, label: `${user.name}(本人)` },
            ...others.map(({ id, name, posts: held }) => ({ value: id, label: held[0] ? `${name}(${held[0]})` : name })),
          ]}
          data-testid="report-people"
        />
      </Form.Item>
      <Form.Item name="posts" label="接收岗位" extra="生成时通知届时任该岗位且有权查看的人员">
        <Select
          mode="multiple"
          optionFilterProp="label"
          options={posts.map(({ id, name }) => ({ value: id, label: name }))}
          data-testid="report-posts"
        />
      </Form.Item>
    </>
  )
}
