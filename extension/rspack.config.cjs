// What jupyter-builder's own configuration is merged with: style sheets travel without comments and blanks.
const path = require('path');

module.exports = {
  module: {
    rules: [
      {
        test: /\.css$/,
        include: path.resolve(__dirname, 'style'),
        enforce: 'pre',
        loader: 'builtin:lightningcss-loader',
        // With browsers this new it rewrites nothing for older ones.
        options: { minify: true, targets: ['chrome >= 120', 'firefox >= 121', 'safari >= 17.2'] }
      }
    ]
  }
};
