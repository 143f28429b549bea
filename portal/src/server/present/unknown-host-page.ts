import { publicPage, type PublicPage } from './public-page.ts'

/** What an address shows that belongs to no county here: no word of the counties that there are. */
export const unknownHostPage = (): PublicPage =>
  publicPage(
    '地址未开通',
    '<h1>该地址没有开通服务</h1><p>请核对浏览器地址栏中的网址是否与本县公布的一致。</p><p>如果网址无误,请联系本县系统管理员:该域名需由运维人员登记后才能使用。</p>',
  )
