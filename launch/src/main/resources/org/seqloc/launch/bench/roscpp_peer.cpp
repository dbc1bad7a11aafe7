// The roscpp side of `seqloc bench transport`: see TransportPeer.java, which does the same with our
// own client. Built on the user's machine against the roscpp that is installed there.
//
//   roscpp_peer sink   image|pose
//   roscpp_peer source image|pose WINDOW RATE_HZ WARMUP_S MEASURE_S

#include <geometry_msgs/PoseStamped.h>
#include <ros/ros.h>
#include <sensor_msgs/Image.h>
#include <std_msgs/UInt64.h>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <string>
#include <vector>

namespace {

const char* const kWarmUp = "warmup";
const char* const kMeasured = "measured";
const char* const kEnd = "end";

template <typename M>
class Sink {
 public:
  explicit Sink(ros::NodeHandle& node)
      : ack_(node.advertise<std_msgs::UInt64>("/bench/ack", 1000)),
        data_(node.subscribe("/bench/data", 1000, &Sink::receive, this,
                             ros::TransportHints().tcpNoDelay())) {}

 private:
  void receive(const boost::shared_ptr<M const>& message) {
    const ros::Time now = ros::Time::now();
    const std::string& phase = message->header.frame_id;
    if (phase == kMeasured) {
      if (latencies_.empty()) {
        first_ = now;
      }
      last_ = now;
      latencies_.push_back((now - message->header.stamp).toSec());
    } else if (phase == kEnd) {
      report();
      ros::requestShutdown();
    }
    std_msgs::UInt64 count;
    count.data = ++received_;
    ack_.publish(count);
  }

  double percentile(double fraction) const {
    return latencies_[static_cast<size_t>(std::lround(fraction * (latencies_.size() - 1)))];
  }

  void report() {
    if (latencies_.empty()) {
      return;
    }
    std::sort(latencies_.begin(), latencies_.end());
    std::printf("received %zu seconds %.9f p50 %.9f p99 %.9f max %.9f\n", latencies_.size(),
                (last_ - first_).toSec(), percentile(0.5), percentile(0.99), latencies_.back());
    std::fflush(stdout);
  }

  ros::Publisher ack_;
  ros::Subscriber data_;
  std::vector<double> latencies_;
  ros::Time first_;
  ros::Time last_;
  uint64_t received_ = 0;
};

void fill(sensor_msgs::Image& image) {
  image.width = 1280;
  image.height = 720;
  image.encoding = "rgb8";
  image.step = 3 * image.width;
  image.data.resize(image.step * image.height, 127);
}

void fill(geometry_msgs::PoseStamped& pose) { pose.pose.orientation.w = 1; }

template <typename M>
class Source {
 public:
  Source(ros::NodeHandle& node, uint64_t window, double rate)
      : window_(window),
        rate_(rate),
        ack_(node.subscribe("/bench/ack", 1000, &Source::acknowledge, this,
                            ros::TransportHints().tcpNoDelay())),
        data_(node.advertise<M>("/bench/data", 1000)) {
    fill(message_);
  }

  void run(double warmup, double measured) {
    while (ros::ok() && (data_.getNumSubscribers() == 0 || ack_.getNumPublishers() == 0)) {
      ros::WallDuration(0.01).sleep();
    }
    send(kWarmUp, warmup, 0);
    send(kMeasured, measured, rate_);
    message_.header.frame_id = kEnd;
    data_.publish(message_);
    ros::WallDuration(1).sleep();
  }

 private:
  void send(const char* phase, double seconds, double rate) {
    message_.header.frame_id = phase;
    const ros::WallTime begin = ros::WallTime::now();
    const ros::WallTime end = begin + ros::WallDuration(seconds);
    for (uint64_t i = 0; ros::ok(); i++) {
      if (rate > 0) {
        ros::WallTime::sleepUntil(begin + ros::WallDuration(i / rate));
      }
      if (ros::WallTime::now() >= end) {
        return;
      }
      {
        std::unique_lock<std::mutex> lock(mutex_);
        acknowledged_.wait(lock, [this] { return sent_ - received_ < window_; });
        sent_++;
      }
      message_.header.stamp = ros::Time::now();
      data_.publish(message_);
    }
  }

  void acknowledge(const std_msgs::UInt64::ConstPtr& count) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      received_ = count->data;
    }
    acknowledged_.notify_one();
  }

  const uint64_t window_;
  const double rate_;
  std::mutex mutex_;
  std::condition_variable acknowledged_;
  uint64_t sent_ = 0;
  uint64_t received_ = 0;
  ros::Subscriber ack_;
  ros::Publisher data_;
  M message_;
};

template <typename M>
int play(int argc, char** argv) {
  ros::NodeHandle node;
  if (std::string(argv[1]) == "sink") {
    Sink<M> sink(node);
    ros::spin();
    return 0;
  }
  if (argc != 7) {
    std::fprintf(stderr, "roscpp_peer: a source needs WINDOW RATE_HZ WARMUP_S MEASURE_S\n");
    return 2;
  }
  ros::AsyncSpinner spinner(1);
  spinner.start();
  Source<M> source(node, std::stoull(argv[3]), std::stod(argv[4]));
  source.run(std::stod(argv[5]), std::stod(argv[6]));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "roscpp_peer: sink|source image|pose ...\n");
    return 2;
  }
  ros::init(argc, argv, std::string("bench_") + argv[1]);
  return std::string(argv[2]) == "image" ? play<sensor_msgs::Image>(argc, argv)
                                         : play<geometry_msgs::PoseStamped>(argc, argv);
}
