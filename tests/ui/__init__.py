"""The pages, most of them in a real browser.

A runner with two cores may take ten times as long as a desk's machine for the same click: what is
awaited is awaited for a minute, not for Playwright's five seconds.
"""

from playwright.sync_api import expect

SLOW = 60_000

expect.set_options(timeout=SLOW)
