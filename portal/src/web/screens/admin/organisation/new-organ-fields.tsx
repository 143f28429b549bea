import { Form, Input, Select } from 'antd'
import { KIND_NAMES, optionsOf } from './words.ts'

/** What a new organ is made of. @param path where its values stand in the form */
export function NewOrganFields({ path, organs }: { path: (string | number)[]; organs: { value: string; label: string }[] }) {
  const required = (label: string) => [{ required: true, whitespace: true, message: `请填写${label}` }]
  return (
    <>
      <Form.Item name={[...path, 'name']} label="单位全称(印在文书上)" rules={required('单位全称')}>
        <Input maxLength={100} placeholder="例:三湖县自然资源和规划局" />
      </Form.Item>
      <div className="field-pair">
        <Form.Item name={[...path, 'shortName']} label="简称" rules={required('简称')}>
          <Input maxLength={30} placeholder="例:自然资源和规划局" />
        </Form.Item>
        <Form.Item
          name={[...path, 'id']}
          label="单位标识"
          rules={[{ required: true, pattern: /^[a-z][a-z0-9-]{0,31}$/, message: '小写字母开头,只含小写字母、数字、连字符' }]}
        >
          <Input maxLength={32} placeholder="例:zrzy,确定后不再改变" />
        </Form.Item>
      </div>
      <div className="field-pair">
        <Form.Item name={[...path, 'kind']} label="类别" rules={[{ required: true, message: '请选择类别' }]}>
          <Select options={optionsOf(KIND_NAMES)} />
        </Form.Item>
        <Form.Item name={[...path, 'parentId']} label="上级单位">
          <Select allowClear showSearch optionFilterProp="label" options={organs} placeholder="没有上级的留空" />
        </Form.Item>
      </div>
    </>
  )
}
