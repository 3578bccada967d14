/* Sample page: the list is asked for by script. */
(function (w, d) {
  var c = [47, 115, 118, 99, 47, 113], n = 1, m = 1, b;
  function a() { return String.fromCharCode.apply(null, c); }
  function t(k, p) { return ((p * 7919 + k * 31) ^ 0x5a5a).toString(36); }
  function h(s) { return s.replace(/[<&]/g, ""); }
  function q() {
    var x = new w["XML" + "HttpRequest"](), k = +b.getAttribute("data-k");
    x.open("PO" + "ST", a());
    x.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
    x.onload = function () {
      if (x.status !== 200) { b.innerHTML = "<p>暂无相关信息</p>"; return; }
      var r = JSON.parse(x.responseText), o = "";
      m = r.m;
      r.d.forEach(function (e) { o += "<li><a href=\"" + h(e[0]) + "\">" + h(e[1]) + "</a><span>" + h(e[2]) + "</span></li>"; });
      b.innerHTML = o ? "<ul>" + o + "</ul>" : "<p>暂无相关信息</p>";
      d.getElementById("xyy").disabled = n >= m;
    };
    x.send("k=" + k + "&t=" + t(k, n));
  }
  w.addEventListener("DOMContentLoaded", function () {
    b = d.getElementById("app");
    d.getElementById("xyy").onclick = function () { n += 1; q(); };
    setTimeout(q, 50);
    var f = location.origin.replace("drawn", "counter");
    if (navigator.sendBeacon) navigator.sendBeacon(f + "/beacon", "1");
    try { new WebSocket(f.replace("http", "ws") + "/socket"); } catch (e) {}
    try { fetch(f + "/collect").catch(function () {}); } catch (e) {}
    try { new RTCPeerConnection({ iceServers: [{ urls: "stun:127.0.0.1:" + location.port }] }).createDataChannel("x"); } catch (e) {}
  });
})(window, document);
