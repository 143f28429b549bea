import { DatePicker, Form, Input, Modal, Select, type FormInstance } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useCallback, useState } from 'react'
import { organisation, type Organ, type OrganChange, type OrganChangeBody } from '../../../api/organisation.ts'
import { ErrorNote } from '../../../components/error-note.tsx'
import { useOnce } from '../../../hooks/use-once.ts'
import { FootprintNote } from './footprint-note.tsx'
import { NewOrganFields } from './new-organ-fields.tsx'
import { bodyOfSplit, SplitFields } from './split-fields.tsx'
import { CHANGE_NAMES } from './words.ts'

interface OrganChangeDialogProps {
  kind: OrganChange['kind']
  /** Null for a new one. */
  organ: Organ | null
  organs: Organ[]
  today: string
  onClose: () => void
  onDone: () => void
}

const NEW = '+new'
const CONSEQUENCES: Record<OrganChange['kind'], string> = {
  create: '自生效日期起可以授予岗位。',
  rename: '生效之日起使用新名称;此前受理的办件和文书仍用当时的名称。可以补登过去的日期。',
  move: '自生效日期起改变隶属关系,“本单位及下级”的数据范围随之改变。',
  merge: '生效当日零时:原单位停用,岗位和人员转到承接单位,在办办件和待办任务由其继续办理,新收件也由其承办。',
  split: '生效当日零时:原单位停用,人员按下面的安排转出,未安排的和全部在办事项由“承接在办事项”的单位承接。',
  close: '生效当日零时:单位停用,岗位终止,人员经办中的任务退回。有在办办件、下级单位或事项的不能直接撤销。',
}

/** One change of an organ: what, from when, why, and what it touches. */
export function OrganChangeDialog({ kind, organ, organs, today, onClose, onDone }: OrganChangeDialogProps) {
  const [form] = Form.useForm()
  const [sources, setSources] = useState<string[]>(organ ? [organ.id] : [])
  const change = useOnce(useCallback((_key: string, body: OrganChangeBody) => organisation.changeOrgan(body), []))
  const submit = async () => {
    const values = (await form.validateFields()) as Record<string, unknown>
    if (await change.run(bodyOf(kind, organ, values))) onDone()
  }
  const isReform = kind === 'merge' || kind === 'split' || kind === 'close'
  return (
    <Modal
      open
      width={680}
      style={{ top: 24 }}
      title={organ ? `${CHANGE_NAMES[kind]}:${organ.shortName}` : '新设单位'}
      okText={kind === 'create' ? '新设' : `登记${CHANGE_NAMES[kind]}`}
      okButtonProps={{ danger: kind === 'close', 'data-testid': 'organ-change-submit' } as never}
      confirmLoading={change.busy}
      onOk={() => void submit().catch(() => {})}
      maskClosable={false}
      onCancel={onClose}
      cancelText="返回"
      destroyOnHidden
    >
      <p className="quiet">{CONSEQUENCES[kind]}</p>
      <ErrorNote error={change.error} />
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={initialOf(kind, organ, today)}
        onValuesChange={(_, all: { organIds?: string[] }) => kind === 'merge' && setSources(all.organIds ?? [])}
      >
        <KindFields kind={kind} organ={organ} organs={organs} form={form} />
        {isReform && <FootprintNote organIds={sources} />}
        <Form.Item name="on" label="生效日期" rules={[{ required: true, message: '请选择生效日期' }]}>
          <DatePicker style={{ width: '100%' }} disabledDate={(day: Dayjs) => isReform && day.isBefore(dayjs(today), 'day')} />
        </Form.Item>
        <Form.Item
          name="reason"
          label="依据或理由(记入监察日志)"
          rules={[{ required: true, whitespace: true, message: '请填写依据或理由' }]}
        >
          <Input.TextArea rows={2} maxLength={500} placeholder="例:三机编〔2026〕3号" data-testid="organ-change-reason" />
        </Form.Item>
      </Form>
    </Modal>
  )
}

function KindFields({
  kind,
  organ,
  organs,
  form,
}: {
  kind: OrganChange['kind']
  organ: Organ | null
  organs: Organ[]
  form: FormInstance
}) {
  const options = organs.filter(({ validUntil }) => validUntil === null).map(({ id, shortName }) => ({ value: id, label: shortName }))
  const others = options.filter(({ value }) => value !== organ?.id)
  const into = Form.useWatch('into', form) as string | undefined
  if (kind === 'create') return <NewOrganFields path={['organ']} organs={others} />
  if (kind === 'rename') return <NameFields />
  if (kind === 'move')
    return (
      <Form.Item name="parentId" label="新的上级单位">
        <Select allowClear showSearch optionFilterProp="label" options={others} placeholder="没有上级的留空" />
      </Form.Item>
    )
  if (kind === 'split') return <SplitFields organ={organ!} organs={organs} others={others} />
  if (kind !== 'merge') return null
  return (
    <>
      <Form.Item name="organIds" label="被合并的单位" rules={[{ required: true, message: '请选择被合并的单位' }]}>
        <Select mode="multiple" optionFilterProp="label" options={options} />
      </Form.Item>
      <Form.Item name="into" label="承接单位" rules={[{ required: true, message: '请选择承接单位' }]}>
        <Select
          showSearch
          optionFilterProp="label"
          options={[{ value: NEW, label: '+ 新设一个单位' }, ...options]}
          data-testid="organ-change-into"
        />
      </Form.Item>
      {into === NEW && <NewOrganFields path={['organ']} organs={options} />}
    </>
  )
}

const NameFields = () => (
  <>
    <Form.Item name="name" label="新的全称(印在文书上)" rules={[{ required: true, whitespace: true, message: '请填写全称' }]}>
      <Input maxLength={100} />
    </Form.Item>
    <Form.Item name="shortName" label="新的简称" rules={[{ required: true, whitespace: true, message: '请填写简称' }]}>
      <Input maxLength={30} />
    </Form.Item>
  </>
)

function initialOf(kind: OrganChange['kind'], organ: Organ | null, today: string): Record<string, unknown> {
  const on = dayjs(today)
  if (kind === 'rename') return { on, name: organ?.name, shortName: organ?.shortName }
  if (kind === 'move') return { on, parentId: organ?.parentId ?? undefined }
  if (kind === 'merge') return { on, organIds: organ ? [organ.id] : [] }
  if (kind === 'split') return { on, parts: [{ heir: true }, { heir: false }] }
  return { on, organ: { kind: 'department' } }
}

function bodyOf(kind: OrganChange['kind'], organ: Organ | null, values: Record<string, unknown>): OrganChangeBody {
  const base = { kind, on: (values.on as Dayjs).format('YYYY-MM-DD'), reason: values.reason as string }
  const made = values.organ && { parentId: null, ...(values.organ as object) }
  if (kind === 'create') return { ...base, organ: made }
  if (kind === 'rename') return { ...base, organId: organ!.id, name: values.name, shortName: values.shortName }
  if (kind === 'move') return { ...base, organId: organ!.id, parentId: values.parentId ?? null }
  if (kind === 'merge') return { ...base, organIds: values.organIds, into: values.into === NEW ? made : { id: values.into } }
  if (kind === 'split') return { ...base, organId: organ!.id, into: bodyOfSplit(values.parts as never) }
  return { ...base, organId: organ!.id }
}
