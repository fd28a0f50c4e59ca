/** What people do before they post, in their own words, for stories told by tests. */
import type { Page } from 'playwright-core'

/** Makes a channel, and stands in it. */
export async function makeChannel(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'New conversation' }).first().click()
  await page.getByRole('tab', { name: 'New channel' }).click()
  await page.getByLabel('Name of the channel').fill(name)
  await page.getByRole('button', { name: 'Create channel' }).click()
  await page.getByRole('textbox', { name: /^Message/ }).waitFor()
}
