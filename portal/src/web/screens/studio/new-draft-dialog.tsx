import { Form, Input, Modal, Radio, Select } from 'antd'
import { useNavigate } from 'react-router-dom'
import {
  studioApi,
  studioPaths,
  type DraftSource,
  type ExtensionProject,
  type PublishedPackage,
  type StudioTemplate,
} from '../../api/studio.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useKnown } from './use-known.ts'

interface Wanted {
  name: string
  from: 'template' | 'package'
  template?: string
  package?: string
  organ?: string
}

interface Props {
  packages: PublishedPackage[]
  /** The extension project that it is to be. */
  project?: ExtensionProject
  onClose: () => void
}

/** Nobody begins with an empty sheet: a procedure starts as one of the templates, or as one that is in force. */
export function NewDraftDialog({ packages, project, onClose }: Props) {
  const navigate = useNavigate()
  const templates = useResource<{ items: StudioTemplate[] }>(studioPaths.templates)
  const { organs } = useKnown()
  const [form] = Form.useForm<Wanted>()
  const from = Form.useWatch('from', form) ?? 'template'
  const { run, busy, error } = useAttempt(async ({ name, from: kind, template, package: key, organ }: Wanted) => {
    const source: DraftSource = kind === 'template' ? { template: template!, organ: organ!, project: project?.no } : { package: key! }
    const { id } = await studioApi.create(name.trim(), source)
    void navigate(`/studio/drafts/${id}`)
  })
  const create = async () => {
    const wanted = await form.validateFields().catch(() => null)
    if (wanted) await run(wanted)
  }
  const items = templates.data?.items ?? []
  return (
    <Modal
      open
      title={project ? `接入扩展项目 ${project.no}` : '新建流程'}
      okText="新建"
      cancelText="取消"
      maskClosable={false}
      confirmLoading={busy}
      okButtonProps={{ id: 'create-draft' }}
      onCancel={onClose}
      onOk={() => void create()}
    >
      <ErrorNote error={error ?? templates.error} />
      <Form form={form} layout="vertical" requiredMark={false} initialValues={{ from: 'template', name: project?.name ?? undefined }}>
        <Form.Item name="name" label="名称(必填)" rules={[{ required: true, whitespace: true, message: '请填写名称' }]}>
          <Input maxLength={50} placeholder="例如:三湖县停车泊位设置审批" />
        </Form.Item>
        {!project && (
          <Form.Item name="from" label="从哪里开始">
            <Radio.Group
              options={[
                { value: 'template', label: '模板' },
                { value: 'package', label: '已发布的流程' },
              ]}
            />
          </Form.Item>
        )}
        {from === 'template' && (
          <Form.Item name="template" label="模板(必填)" rules={[{ required: true, message: '请选择模板' }]}>
            <Radio.Group className="studio-templates" aria-label="模板">
              {items.map(({ key, name, description }) => (
                <Radio key={key} value={key} data-testid={`template-${key}`}>
                  <strong>{name}</strong>
                  <span className="quiet">{description}</span>
                </Radio>
              ))}
            </Radio.Group>
          </Form.Item>
        )}
        {from === 'template' && (
          <Form.Item name="organ" label="决定机关(必填)" rules={[{ required: true, message: '请选择决定机关' }]}>
            <Select
              showSearch
              optionFilterProp="label"
              options={organs.map(({ id, name }) => ({ value: id, label: name }))}
              placeholder="请选择"
            />
          </Form.Item>
        )}
        {from === 'package' && (
          <Form.Item name="package" label="已发布的流程(必填)" rules={[{ required: true, message: '请选择已发布的流程' }]}>
            <Select options={packages.map(({ key, name }) => ({ value: key, label: name }))} placeholder="请选择" />
          </Form.Item>
        )}
      </Form>
    </Modal>
  )
}
