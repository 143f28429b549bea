import { Alert, Button, Form, Input, Modal, Select, Upload, type FormInstance } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router-dom'
import { studioApi, type ImportedPackage } from '../../api/studio.ts'
import { ErrorNote } from '../../components/error-note.tsx'
import { useAttempt } from '../../hooks/use-attempt.ts'
import { useKnown } from './use-known.ts'

interface Wanted {
  name: string
  organs: Record<string, string>
  posts: Record<string, string>
}

/** A package that another installation exported: what it names and this county calls otherwise is mapped first. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate()
  const [imported, setImported] = useState<ImportedPackage | null>(null)
  const [form] = Form.useForm<Wanted>()
  const reading = useAttempt(async (file: File) => setImported(await studioApi.import(file)))
  const creating = useAttempt(async () => {
    const { name, organs = {}, posts = {} } = await form.validateFields()
    const { id } = await studioApi.create(name.trim(), { import: imported!.id, organs, posts })
    void navigate(`/studio/drafts/${id}`)
  })
  return (
    <Modal
      open
      title="导入流程"
      okText="新建草稿"
      cancelText="取消"
      maskClosable={false}
      okButtonProps={{ disabled: imported === null }}
      confirmLoading={creating.busy}
      onCancel={onClose}
      onOk={() => void creating.run()}
    >
      <ErrorNote error={reading.error ?? creating.error} />
      <p>选择从其他地方导出的流程文件(.zip)。导入后是草稿,检查、试办无误后再发布。</p>
      <Upload
        accept=".zip"
        maxCount={1}
        showUploadList={false}
        beforeUpload={(file) => {
          void reading.run(file)
          return false
        }}
      >
        <Button loading={reading.busy}>{imported ? '重新选择文件' : '选择文件'}</Button>
      </Upload>
      {imported && <Mapping imported={imported} form={form} />}
    </Modal>
  )
}

function Mapping({ imported, form }: { imported: ImportedPackage; form: FormInstance<Wanted> }) {
  const { organs, posts } = useKnown()
  const { unknown, name } = imported
  const isComplete = unknown.organs.length + unknown.posts.length === 0
  return (
    <Form form={form} layout="vertical" requiredMark={false} initialValues={{ name }} className="gap-above">
      <Form.Item name="name" label="名称(必填)" rules={[{ required: true, whitespace: true, message: '请填写名称' }]}>
        <Input maxLength={50} />
      </Form.Item>
      <Alert
        className="gap-below"
        type={isComplete ? 'success' : 'warning'}
        message={isComplete ? '文件里的单位和岗位本县都有' : '文件里的下列单位、岗位本县没有,请逐个对应'}
      />
      {unknown.organs.map((code) => (
        <Form.Item key={code} name={['organs', code]} label={`单位 ${code} 对应`} rules={[{ required: true, message: '请选择单位' }]}>
          <Select showSearch optionFilterProp="label" options={organs.map(({ id, name: label }) => ({ value: id, label }))} />
        </Form.Item>
      ))}
      {unknown.posts.map(({ key: code, name: title }) => (
        <Form.Item key={code} name={['posts', code]} label={`岗位“${title}”对应`} rules={[{ required: true, message: '请选择岗位' }]}>
          <Select showSearch optionFilterProp="label" options={posts.map(({ key, name: label }) => ({ value: key, label }))} />
        </Form.Item>
      ))}
    </Form>
  )
}
