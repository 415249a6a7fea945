// Puts each line that it reads to the shop's example, and says what that says.
import { createInterface } from 'node:readline';
import { checkoutTokens } from './checkout-tokens.mjs';

const verify = checkoutTokens(...process.argv.slice(2));
for await (const line of createInterface({ input: process.stdin })) {
  try {
    const { sub, jti } = await verify(line);
    console.log(`good ${sub} ${jti}`);
  } catch {
    console.log('refused');
  }
}
