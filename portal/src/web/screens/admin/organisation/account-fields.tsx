import { Form, Input } from 'antd'

/** Name, username and telephone of an account. */
export function AccountFields() {
  return (
    <>
      <Form.Item name="name" label="姓名" rules={[{ required: true, whitespace: true, message: '请填写姓名' }]}>
        <Input maxLength={50} />
      </Form.Item>
      <Form.Item
        name="username"
        label="用户名(登录用)"
        rules={[
          { required: true, pattern: /^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,63}$/u, message: '由文字、数字和 . _ @ - 组成,以文字或数字开头' },
        ]}
      >
        <Input maxLength={64} placeholder="例:zhangsan" />
      </Form.Item>
      <Form.Item name="phone" label="电话(可不填)" rules={[{ pattern: /^\+?[\d-]{3,20}$/, message: '3 至 20 位数字,可含 - 和开头的 +' }]}>
        <Input maxLength={21} />
      </Form.Item>
    </>
  )
}
