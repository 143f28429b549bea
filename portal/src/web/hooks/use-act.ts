import { App } from 'antd'
import { asApiError } from '../api/api-error.ts'

/** Does something that may be refused, says how it went, and reads anew what is shown. */
export function useAct(reload: () => void): (work: () => Promise<unknown>, done: string) => Promise<void> {
  const { message } = App.useApp()
  return async (work, done) => {
    try {
      await work()
      message.success(done)
    } catch (thrown) {
      message.warning(asApiError(thrown).message)
    } finally {
      reload()
    }
  }
}
